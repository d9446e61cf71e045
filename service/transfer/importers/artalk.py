"""Artalk's exchange format, `.artrans` (Artransfer): a list of comments whose values are texts."""

from collections.abc import Iterator
from functools import partial

from service.domain.neutral import (
    Body,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import scalar
from service.transfer.importer import ReadOptions
from service.transfer.json_stream import Found, each_listed, paths_in
from service.transfer.records import (
    Pages,
    any_moment,
    body_format,
    date_problems,
    id_of,
    is_true,
    own,
    plain,
    votes,
)
from service.transfer.source import Source

SOURCE = "artalk"
_MARKS = ("nick", "content", "page_key")
_NO_EMAIL = "anonymous@example.org"
_NO_PARENT = ("0", "")


class Artalk:
    name = "artalk"
    title = "Artalk"

    def recognises(self, sample: bytes, filename: str) -> float:
        paths = paths_in(sample)
        for start in ("item.", "data.item.", "comments.item.", ""):
            if all(f"{start}{mark}" in paths for mark in _MARKS):
                return 0.95
        return 0.4 if filename.lower().endswith(".artrans") else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        make = partial(_comment, pages=Pages(), options=options)
        return each_listed(source, ("data", "comments"), make)


def _comment(found: Found, pages: Pages, options: ReadOptions) -> Iterator[Record]:
    given = found.value
    site, page = scalar(given.get("site_name")) or "", scalar(given.get("page_key")) or ""
    yield from pages.once(
        NeutralThread(
            external=ExternalId(SOURCE, site, page),
            address=page or None,
            title=scalar(given.get("page_title")),
            closed=is_true(given.get("page_admin_only")),
        )
    )
    about, created = id_of(given.get("id")) or "", given.get("created_at")
    made = any_moment(created, options.zone)
    yield from date_problems(made, found.place, about, created)
    text, email = plain(given.get("content")), scalar(given.get("email"))
    parent = id_of(given.get("rid"))
    yield NeutralComment(
        external=ExternalId(SOURCE, site, about),
        thread=page,
        body=Body(text, body_format(text)),
        status=NeutralStatus.PENDING
        if is_true(given.get("is_pending"))
        else NeutralStatus.APPROVED,
        author=NeutralAuthor(
            name=scalar(given.get("nick")),
            email=None if email == _NO_EMAIL else email,
            url=scalar(given.get("link")),
        ),
        parent=None if parent in _NO_PARENT else parent,
        ip=scalar(given.get("ip")),
        user_agent=scalar(given.get("ua")),
        created_at=made.ms,
        created_original=scalar(created),
        votes=votes(given.get("vote_up"), given.get("vote_down")),
        pinned=is_true(given.get("is_pinned")),
        extra=own(given, "badge_name", "badge_color", "is_collapsed"),
    )


importer = Artalk()
