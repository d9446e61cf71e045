"""webmention.io: mentions of the blog's pages elsewhere, in its jf2 lists (`children`)."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    Kind,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import excerpt, scalar
from service.transfer.importer import ReadOptions
from service.transfer.json_stream import Found, each_listed, paths_in
from service.transfer.records import Pages, any_moment, date_problems, inside, is_true, plain
from service.transfer.source import Source

SOURCE = "webmention"
_KINDS = {
    "in-reply-to": Kind.COMMENT,
    "mention-of": Kind.MENTION,
    "like-of": Kind.LIKE,
    "repost-of": Kind.REPOST,
    "bookmark-of": Kind.MENTION,
}


class Webmention:
    name = "webmention"
    title = "webmention.io"

    def recognises(self, sample: bytes, filename: str) -> float:
        paths = paths_in(sample)
        starts = ("children.item.", "item.", "")
        return 0.95 if any(f"{start}wm-target" in paths for start in starts) else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        make = partial(_mention, pages=Pages(), options=options)
        return each_listed(source, ("children", "links"), make)


def _mention(found: Found, pages: Pages, options: ReadOptions) -> Iterator[Record]:
    given, place = found.value, found.place
    target = (scalar(given.get("wm-target")) or "").partition("#")[0]
    yield from pages.once(NeutralThread(ExternalId(SOURCE, "", target), target or None))
    about = scalar(given.get("wm-id")) or scalar(given.get("wm-source")) or ""
    said = given.get("published") or given.get("wm-received")
    made = any_moment(said, options.zone)
    yield from date_problems(made, place, about, said)
    named = scalar(given.get("wm-property"))
    kind = _KINDS.get(named or "", Kind.MENTION)
    if kind is not Kind.COMMENT:
        yield Problem(Reason.TYPE_NOT_COMMENT, Outcome.KEPT, place, about, excerpt(named))
    is_private = is_true(given.get("wm-private"))
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=target,
        body=_body(given),
        status=NeutralStatus.PENDING if is_private else NeutralStatus.APPROVED,
        status_detail="private" if is_private else None,
        author=_author(inside(given, "author")),
        kind=kind,
        created_at=made.ms,
        created_original=scalar(said),
        url=scalar(given.get("url")),
        extra={key: given[key] for key in ("wm-source", "wm-property") if scalar(given.get(key))},
    )


def _body(given: Mapping[str, Any]) -> Body:
    content = inside(given, "content")
    html, text = plain(content.get("html")), plain(content.get("text"))
    return Body(html, BodyFormat.HTML) if html else Body(text, BodyFormat.TEXT)


def _author(given: Mapping[str, Any]) -> NeutralAuthor:
    return NeutralAuthor(
        name=scalar(given.get("name")),
        url=scalar(given.get("url")),
        avatar=scalar(given.get("photo")),
    )


importer = Webmention()
