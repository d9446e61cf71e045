"""Cleans records of all formats alike, and says of each what there is to say."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from service.domain.import_problem import Outcome, Reason
from service.domain.markup import ELEMENTS
from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
)
from service.transfer.fields import excerpt

T = TypeVar("T", NeutralComment, NeutralAuthor, Body, ExternalId)

TEXT_MAX = 100_000
"""Characters of a body from which on it is told; it is kept whole all the same."""
_LINE_MAX = 2_000
_DAY_MS = 86_400_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+")
_WEB = re.compile(r"https?://[^\s/?#\"'<>]+\S*", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?![0-9])", re.IGNORECASE)
_HOST_LIKE = re.compile(r"[^\s/:@\"'<>]+\.[^\s/:@\"'<>.]{2,}(?:[:/?#]\S*)?")
_TAG = re.compile(r"<\s*/?([A-Za-z][A-Za-z0-9]*)")
_ACTIVE = re.compile(r"<[^<>]*\son[a-z]+\s*=|javascript\s*:", re.IGNORECASE)
_SHOWN = ELEMENTS | {"b", "i", "h1", "h2", "h3", "h4", "h5", "h6"}
_OF_STATUS = {
    NeutralStatus.SPAM: Reason.SPAM,
    NeutralStatus.PENDING: Reason.PENDING,
    NeutralStatus.TRASH: Reason.TRASH,
    NeutralStatus.DELETED: Reason.DELETED_TOMBSTONE,
}


class Remarks:
    """Gathers what is said of one record: reasons with their outcomes and excerpts."""

    def __init__(self) -> None:
        self._rows: list[tuple[Reason, Outcome, str]] = []

    def __iter__(self) -> Iterator[tuple[Reason, Outcome, str]]:
        return iter(self._rows)

    def say(self, reason: Reason, about: object = "", outcome: Outcome = Outcome.KEPT) -> None:
        """Says it once."""
        row = (reason, outcome, excerpt(about))
        if row not in self._rows:
            self._rows.append(row)

    def clean(self, text: str) -> str:
        """The text without signs that no text may hold."""
        found = _FORBIDDEN.search(text)
        if found is None:
            return text
        self.say(Reason.CONTROL_CHARS_REMOVED)
        return _FORBIDDEN.sub("", text)

    def line(self, text: str | None) -> str | None:
        """A value on one line, None when nothing is left of it."""
        if text is None:
            return None
        if text.isprintable() and len(text) <= _LINE_MAX and "  " not in text:
            return text.strip(" ") or None
        return " ".join(self.clean(text)[:_LINE_MAX].split()) or None


def clean_thread(thread: NeutralThread) -> tuple[NeutralThread, Remarks]:
    """The thread as it is kept."""
    remarks = Remarks()
    cleaned = replace(
        thread,
        address=remarks.line(thread.address),
        title=remarks.line(thread.title),
        url=_web_address(remarks.line(thread.url)),
        aliases=tuple(sorted({each for a in thread.aliases if (each := remarks.line(a))})),
        external=replace(thread.external, id=remarks.clean(thread.external.id)),
        extra={},
    )
    return cleaned, remarks


def clean_comment(
    comment: NeutralComment, now: int, *, as_pending: bool = False
) -> tuple[NeutralComment, Remarks]:
    """The comment as it is kept. `now` in UTC milliseconds."""
    remarks = Remarks()
    status = comment.status
    if as_pending and status is NeutralStatus.APPROVED:
        status = NeutralStatus.PENDING
    if status in _OF_STATUS:
        remarks.say(_OF_STATUS[status], comment.status_detail or "")
    if comment.created_at is not None and comment.created_at > now + _DAY_MS:
        remarks.say(Reason.DATE_FUTURE, comment.created_original)
    external = comment.external
    cleaned = _changed(
        comment,
        external=_changed(external, id=remarks.clean(external.id)),
        status=status,
        author=_author(comment.author, remarks),
        body=_body(comment.body, status, remarks),
        parent=remarks.line(comment.parent),
        thread=remarks.line(comment.thread) or "",
        reply_to=remarks.line(comment.reply_to),
        status_detail=remarks.line(comment.status_detail),
        ip=remarks.line(comment.ip),
        user_agent=remarks.line(comment.user_agent),
        created_original=remarks.line(comment.created_original),
        url=_web_address(remarks.line(comment.url)),
        extra=_plain(comment.extra, remarks),
    )
    return cleaned, remarks


def _changed(record: T, **values: Any) -> T:
    """The record with these values: itself when it has them, as nearly all have."""
    other = {name: value for name, value in values.items() if getattr(record, name) != value}
    return replace(record, **other) if other else record


def _author(author: NeutralAuthor, remarks: Remarks) -> NeutralAuthor:
    name, email, url = (remarks.line(each) for each in (author.name, author.email, author.url))
    if name is None:
        remarks.say(Reason.AUTHOR_MISSING)
    if email is not None and not _EMAIL.fullmatch(email):
        remarks.say(Reason.EMAIL_INVALID, email)
        email = None
    return _changed(
        author,
        name=name,
        email=email,
        email_hash=remarks.line(author.email_hash),
        url=_website(url, remarks),
        avatar=_web_address(remarks.line(author.avatar)),
    )


def _website(url: str | None, remarks: Remarks) -> str | None:
    if url is None or _WEB.fullmatch(url):
        return url
    bare = url.removeprefix("//")
    if not _SCHEME.match(bare) and _HOST_LIKE.fullmatch(bare):
        remarks.say(Reason.URL_SCHEME_ADDED, url)
        return f"http://{bare}"
    remarks.say(Reason.URL_DROPPED, url)
    return None


def _web_address(url: str | None) -> str | None:
    if url is None:
        return None
    whole = f"https:{url}" if url.startswith("//") else url
    return whole if _WEB.fullmatch(whole) else None


def _body(body: Body, status: NeutralStatus, remarks: Remarks) -> Body:
    source = remarks.clean(body.source)
    if not source.strip() and status is not NeutralStatus.DELETED:
        remarks.say(Reason.BODY_EMPTY)
    if len(source) > TEXT_MAX:
        remarks.say(Reason.BODY_TOO_LONG, f"{len(source)}: {source[:100]}")
    if body.format is BodyFormat.HTML:
        _say_of_html(source, body, remarks)
    return _changed(body, source=source)


def _say_of_html(source: str, body: Body, remarks: Remarks) -> None:
    if body.newlines and "\n" in source.strip():
        remarks.say(Reason.BODY_NEWLINES_CONVERTED)
    if "<" not in source:
        return
    other = {name.lower() for name in _TAG.findall(source)} - _SHOWN
    if "img" in other:
        remarks.say(Reason.REMOTE_IMAGE, source[source.lower().find("<img") :])
    if other or _ACTIVE.search(source):
        remarks.say(Reason.BODY_HTML_SANITISED, " ".join(sorted(other)) or "script")


def _plain(value: object, remarks: Remarks, depth: int = 0) -> dict[str, object]:
    """Values of an importer's own, as JSON can hold them."""
    if not isinstance(value, dict) or depth > 3:
        return {}
    kept: dict[str, object] = {}
    for name, each in sorted(value.items(), key=lambda pair: str(pair[0])):
        if isinstance(each, dict):
            kept[str(name)] = _plain(each, remarks, depth + 1)
        elif isinstance(each, str):
            kept[str(name)] = remarks.clean(each)
        elif each is None or isinstance(each, bool | int | float):
            kept[str(name)] = each
        elif isinstance(each, list | tuple):
            kept[str(name)] = [remarks.clean(str(item)) for item in each]
    return kept
