"""Isso's generic JSON (`isso import --type generic`): pages with their comments, all published."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from service.domain.import_problem import Outcome, Place, Problem, Reason
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
from service.transfer.fields import excerpt, moment, scalar
from service.transfer.importer import ReadOptions
from service.transfer.importers.isso import SOURCE
from service.transfer.json_stream import Found, objects, paths_in
from service.transfer.records import body_format, date_problems, derived_id, plain
from service.transfer.source import Source

_MARKS = frozenset({"item.comments.item.author", "item.comments.item.text", "item.id"})


class IssoJson:
    name = "isso-json"
    title = "Isso (JSON)"

    def recognises(self, sample: bytes, filename: str) -> float:
        return 0.9 if paths_in(sample) >= _MARKS else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        for entry in source.entries():
            for found in objects(entry, {"item"}):
                if isinstance(found, Found):
                    yield from _page(found, options)
                else:
                    yield found


def _page(found: Found, options: ReadOptions) -> Iterator[Record]:
    page, place = found.value, found.place
    thread = scalar(page.get("id")) or ""
    yield NeutralThread(ExternalId(SOURCE, "", thread), thread or None, _title(page.get("title")))
    comments = page.get("comments")
    for comment in comments if isinstance(comments, list) else ():
        if isinstance(comment, Mapping):
            yield from _comment(comment, thread, place, options)
        else:
            shown = excerpt(comment)
            yield Problem(Reason.FIELD_UNKNOWN, Outcome.SKIPPED, place, thread, shown)


def _comment(
    given: Mapping[str, Any], thread: str, place: Place, options: ReadOptions
) -> Iterator[Record]:
    text, created = plain(given.get("text")), given.get("created")
    # Ids are of one page only, and 0 is one.
    said = (given.get("author"), created, text)
    about = f"{thread}/{scalar(given.get('id')) or derived_id(*said)}"
    made = moment(created, options.zone)
    yield from date_problems(made, place, about, created)
    is_html = body_format(text) is BodyFormat.HTML
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=thread,
        body=Body(text, BodyFormat.HTML if is_html else BodyFormat.MARKDOWN),
        status=NeutralStatus.APPROVED,
        author=NeutralAuthor(
            name=scalar(given.get("author")),
            email=scalar(given.get("email")),
            url=scalar(given.get("website")),
        ),
        ip=scalar(given.get("remote_addr")),
        created_at=made.ms,
        created_original=scalar(created),
    )


def _title(value: object) -> str | None:
    """Isso's own example writes titles as a query does: `Test+post`."""
    title = scalar(value)
    return title if title is None or " " in title else unquote_plus(title)


importer = IssoJson()
