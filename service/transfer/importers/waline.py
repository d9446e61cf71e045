"""Waline: the JSON that its dashboard exports, its SQLite database, and rows of other databases."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    Account,
    Body,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
    Votes,
)
from service.transfer.fields import count, excerpt, scalar
from service.transfer.importer import ReadOptions
from service.transfer.importers.valine import STATUSES
from service.transfer.json_stream import Found, list_of, objects, paths_in
from service.transfer.records import (
    Pages,
    any_moment,
    body_format,
    date_problems,
    id_of,
    is_true,
    plain,
)
from service.transfer.source import Entry, Source
from service.transfer.tables import is_database, rows_of, tables_of

SOURCE = "waline"
_IDS = ("objectId", "_id", "id")
_MARKS = ("insertedAt", "nick", "comment", "url", "status")
"""Of a table that came straight out of MongoDB or MySQL; what LeanCloud gives, Valine reads too."""
_COMMENTS, _USERS = "data.Comment.item", "data.Users.item"
_USER = ("objectId", "id", "display_name", "email", "url", "avatar", "type")
"""Never the password, the token or the second factor, which stand beside them."""
_COMMENT = (
    "objectId",
    "id",
    "user_id",
    "comment",
    "insertedAt",
    "createdAt",
    "ip",
    "link",
    "mail",
    "nick",
    "rid",
    "pid",
    "sticky",
    "status",
    "like",
    "ua",
    "url",
)


class Waline:
    name = "waline"
    title = "Waline"

    def recognises(self, sample: bytes, filename: str) -> float:
        if is_database(sample):
            return 0.95 if b"wl_Comment" in sample else 0.0
        paths = paths_in(sample)
        marks = ("data.Comment", "data.Comment.item.comment", "data.Users.item.display_name")
        if any(mark in paths for mark in marks):
            return 0.95
        for start in ("item.", "results.item.", "data.item.", ""):
            if all(f"{start}{mark}" in paths for mark in _MARKS):
                return 0.9 if {f"{start}id", f"{start}_id"} & paths else 0.0
        return 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        for entry in source.entries():
            if is_database(entry.sample()):
                yield from _in_database(entry, options.zone)
            else:
                yield from _in_json(entry, options.zone)


def _in_json(entry: Entry, zone: ZoneInfo) -> Iterator[Record]:
    users = {
        id_of(found.value.get("objectId")) or "": _user(found.value)
        for found in objects(entry, {_USERS})
        if isinstance(found, Found)
    }
    pages, paths = Pages(), paths_in(entry.sample())
    is_whole = any(path.startswith(("data.Comment", "data.Users")) for path in paths)
    rows = objects(entry, {_COMMENTS}) if is_whole else list_of(entry, "results", "data")
    for found in rows:
        if isinstance(found, Problem):
            yield found
        else:
            yield from _comment(found.value, found.place, users, pages, zone)


def _in_database(entry: Entry, zone: ZoneInfo) -> Iterator[Record]:
    with entry.database() as database:
        named = {table.lower(): table for table in tables_of(database)}
        comments, users = named.get("wl_comment", ""), named.get("wl_users", "")
        known = {id_of(row["id"]) or "": _user(row) for row in rows_of(database, users, _USER)}
        pages = Pages()
        for row in rows_of(database, comments, _COMMENT):
            yield from _comment(row, Place(entry.name), known, pages, zone)


def _user(given: Mapping[str, Any]) -> NeutralAuthor:
    known = id_of(given.get("objectId")) or id_of(given.get("id")) or ""
    return NeutralAuthor(
        name=scalar(given.get("display_name")),
        email=scalar(given.get("email")),
        url=scalar(given.get("url")),
        avatar=scalar(given.get("avatar")),
        account=Account(SOURCE, known),
        site_owner=scalar(given.get("type")) == "administrator",
    )


def _comment(
    given: Mapping[str, Any],
    place: Place,
    users: Mapping[str, NeutralAuthor],
    pages: Pages,
    zone: ZoneInfo,
) -> Iterator[Record]:
    page = scalar(given.get("url")) or ""
    yield from pages.once(NeutralThread(ExternalId(SOURCE, "", page), page or None))
    about = next((id_ for name in _IDS if (id_ := id_of(given.get(name)))), "")
    # The time that Waline shows; `createdAt` is when the row was written, an import included.
    created = given.get("insertedAt") or given.get("createdAt")
    made = any_moment(created, zone)
    yield from date_problems(made, place, about, created)
    status = STATUSES.get(scalar(given.get("status")) or "")
    if status is None:
        shown = excerpt(given.get("status"))
        yield Problem(Reason.STATUS_UNKNOWN, Outcome.KEPT, place, about, shown)
    text = plain(given.get("comment"))
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=page,
        body=Body(text, body_format(text)),
        status=status or NeutralStatus.PENDING,
        author=_author(given, users.get(id_of(given.get("user_id")) or "")),
        parent=id_of(given.get("pid")) or id_of(given.get("rid")),
        ip=scalar(given.get("ip")),
        user_agent=scalar(given.get("ua")),
        created_at=made.ms,
        created_original=scalar(created),
        votes=Votes(up=count(given.get("like"))),
        pinned=is_true(given.get("sticky")),
    )


def _author(given: Mapping[str, Any], user: NeutralAuthor | None) -> NeutralAuthor:
    """What was typed, or else what the account says."""
    known = user or NeutralAuthor()
    return NeutralAuthor(
        name=scalar(given.get("nick")) or known.name,
        email=scalar(given.get("mail")) or known.email,
        url=scalar(given.get("link")) or known.url,
        avatar=known.avatar,
        account=known.account,
        site_owner=known.site_owner,
    )


importer = Waline()
