"""Valine: comments as LeanCloud exports them, as a list, in `results`, or one a line."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import excerpt, scalar
from service.transfer.importer import ReadOptions
from service.transfer.json_stream import Found, each_listed, paths_in
from service.transfer.records import Pages, any_moment, date_problems, id_of, own, plain
from service.transfer.source import Source

SOURCE = "valine"
STATUSES = {
    "approved": NeutralStatus.APPROVED,
    "waiting": NeutralStatus.PENDING,
    "spam": NeutralStatus.SPAM,
}
"""Valine itself has none; some of the programs that look after one write Waline's."""
_MARKS = ("objectId", "nick", "comment", "url")
_ANSWERED = re.compile(r"""<a[^>]*\bhref=["']?#([0-9a-z]{10,40})["' >]""", re.IGNORECASE)
"""The link that a reply begins with, to the one that it answers."""
_LOOKED_AT = 300


class Valine:
    name = "valine"
    title = "Valine (LeanCloud)"

    def recognises(self, sample: bytes, filename: str) -> float:
        paths = paths_in(sample)
        for start in ("item.", "results.item.", "data.item.", ""):
            if all(f"{start}{mark}" in paths for mark in _MARKS):
                return 0.8
        return 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        make = partial(_comment, pages=Pages(), options=options)
        return each_listed(source, ("results", "data"), make)


def _comment(found: Found, pages: Pages, options: ReadOptions) -> Iterator[Record]:
    given = found.value
    page = scalar(given.get("url")) or ""
    yield from pages.once(NeutralThread(ExternalId(SOURCE, "", page), page or None))
    about = id_of(given.get("objectId")) or ""
    created = given.get("insertedAt") or given.get("createdAt")
    made = any_moment(created, options.zone)
    yield from date_problems(made, found.place, about, created)
    said = scalar(given.get("status"))
    status = NeutralStatus.APPROVED if said is None else STATUSES.get(said)
    if status is None:
        yield Problem(Reason.STATUS_UNKNOWN, Outcome.KEPT, found.place, about, excerpt(said))
    text = plain(given.get("comment"))
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=page,
        body=Body(text, BodyFormat.HTML),
        status=status or NeutralStatus.PENDING,
        author=NeutralAuthor(
            name=scalar(given.get("nick")),
            email=scalar(given.get("mail")),
            url=scalar(given.get("link")),
        ),
        parent=_parent(given, text),
        ip=scalar(given.get("ip")),
        user_agent=scalar(given.get("ua")),
        created_at=made.ms,
        created_original=scalar(created.get("iso") if isinstance(created, Mapping) else created),
        extra=own(given, "sticky"),
    )


def _parent(given: Mapping[str, Any], text: str) -> str | None:
    named = id_of(given.get("pid")) or id_of(given.get("rid"))
    if named is not None:
        return named
    linked = _ANSWERED.search(text[:_LOOKED_AT])
    return None if linked is None else linked[1]


importer = Valine()
