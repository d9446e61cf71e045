"""Commento, and Comentario's exports of version 1, which are the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.neutral import (
    Account,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import excerpt, moment, scalar
from service.transfer.importer import ReadOptions
from service.transfer.json_stream import Found, objects, paths_in
from service.transfer.records import Pages, body_of, date_problems, is_true, plain, score_of
from service.transfer.source import Entry, Source

SOURCE = "commento"
_COMMENTS, _COMMENTERS = "comments.item", "commenters.item"
_STATUSES = {
    "approved": NeutralStatus.APPROVED,
    "unapproved": NeutralStatus.PENDING,
    "flagged": NeutralStatus.SPAM,
}
_NOBODY = ("anonymous", "0" * 64)
_PLACEHOLDERS = ("undefined", "null")
_GONE = "[deleted]"


class Commento:
    name = "commento"
    title = "Commento"

    def recognises(self, sample: bytes, filename: str) -> float:
        paths = paths_in(sample)
        if "comments.item.commentHex" in paths or "commenters.item.commenterHex" in paths:
            return 0.95
        # An empty one says only which version it is.
        return 0.5 if paths == {"", "version"} else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        for entry in source.entries():
            commenters = _commenters(entry)
            pages = Pages()
            for found in objects(entry, {_COMMENTS}):
                if isinstance(found, Found):
                    yield from _comment(found, commenters, pages, options)
                else:
                    yield found


def _commenters(entry: Entry) -> dict[str, NeutralAuthor]:
    """Who wrote, by his id; a person stands there once for each of his comments."""
    return {
        scalar(found.value.get("commenterHex")) or "": _author(found.value)
        for found in objects(entry, {_COMMENTERS})
        if isinstance(found, Found)
    }


def _author(given: Mapping[str, Any]) -> NeutralAuthor:
    known = _said(given.get("commenterHex"))
    return NeutralAuthor(
        name=_said(given.get("name")),
        email=_said(given.get("email")),
        url=_said(given.get("link")),
        avatar=_said(given.get("photo")),
        account=Account(_said(given.get("provider")) or SOURCE, known) if known else None,
        site_owner=is_true(given.get("isModerator")),
    )


def _comment(
    found: Found, commenters: Mapping[str, NeutralAuthor], pages: Pages, options: ReadOptions
) -> Iterator[Record]:
    given, place = found.value, found.place
    host = _said(given.get("domain")) or _said(given.get("host")) or ""
    path = scalar(given.get("url")) or scalar(given.get("path")) or ""
    yield from pages.once(NeutralThread(ExternalId(SOURCE, host, path), address_on(host, path)))
    about, created = scalar(given.get("commentHex")) or "", given.get("creationDate")
    made = moment(created, options.zone)
    yield from date_problems(made, place, about, created)
    status = _status(given)
    if status is None:
        shown = excerpt(given.get("state"))
        yield Problem(Reason.STATUS_UNKNOWN, Outcome.KEPT, place, about, shown)
    writer, parent = scalar(given.get("commenterHex")), scalar(given.get("parentHex"))
    yield NeutralComment(
        external=ExternalId(SOURCE, host, about),
        thread=path,
        body=body_of(plain(given.get("markdown")), plain(given.get("html"))),
        status=status or NeutralStatus.PENDING,
        author=NeutralAuthor()
        if writer in _NOBODY
        else commenters.get(writer or "", NeutralAuthor()),
        parent=None if parent == "root" else parent,
        created_at=made.ms,
        created_original=scalar(created),
        votes=score_of(given.get("score")),
    )


def _status(given: Mapping[str, Any]) -> NeutralStatus | None:
    """Exports do not say what was deleted; what is left of it has no text."""
    text = plain(given.get("markdown")) or plain(given.get("html"))
    if is_true(given.get("deleted")) or text.strip() in ("", _GONE):
        return NeutralStatus.DELETED
    return _STATUSES.get((scalar(given.get("state")) or "").lower())


def address_on(host: str, path: str) -> str | None:
    """The address of a page by its host and path, either of which may be all there is."""
    if not host or path.startswith(("http://", "https://")):
        return path or None
    return f"https://{host}/{path.removeprefix('/')}"


def _said(value: object) -> str | None:
    """A value that is not just what a program wrote for none."""
    said = scalar(value)
    return None if said in _PLACEHOLDERS else said


importer = Commento()
