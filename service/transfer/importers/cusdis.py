"""Cusdis: its SQLite database, for it exports nothing (cusdis issue 167; prisma/schema.prisma)."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.import_problem import Place
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
from service.transfer.fields import scalar
from service.transfer.importer import ReadOptions
from service.transfer.records import any_moment, date_problems, is_true, plain
from service.transfer.source import Source
from service.transfer.tables import columns_of, is_database, rows_of, tables_of

SOURCE = "cusdis"
_PAGE = ("id", "slug", "url", "title", "projectId", "createdAt")
_COMMENT = (
    "id",
    "pageId",
    "parentId",
    "by_nickname",
    "by_email",
    "content",
    "approved",
    "deletedAt",
    "moderatorId",
    "createdAt",
)


class Cusdis:
    name = "cusdis"
    title = "Cusdis (SQLite)"

    def recognises(self, sample: bytes, filename: str) -> float:
        return 0.9 if is_database(sample) and b"by_nickname" in sample else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        for entry in source.entries():
            if not is_database(entry.sample()):
                continue
            with entry.database() as database:
                tables = sorted(tables_of(database))
                comments = [t for t in tables if "bynickname" in columns_of(database, t)]
                pages = [
                    t for t in tables if {"slug", "projectid"} <= columns_of(database, t).keys()
                ]
                projects: dict[str, str] = {}
                for table in pages:
                    for row in rows_of(database, table, _PAGE):
                        page, project = scalar(row["id"]) or "", scalar(row["projectId"]) or ""
                        projects[page] = project
                        yield _page(row, project, options)
                for table in comments:
                    for row in rows_of(database, table, _COMMENT):
                        yield from _comment(row, projects, Place(entry.name), options)


def _page(row: Mapping[str, Any], project: str, options: ReadOptions) -> Record:
    slug = scalar(row["slug"])
    return NeutralThread(
        external=ExternalId(SOURCE, project, scalar(row["id"]) or ""),
        address=scalar(row["url"]) or slug,
        title=scalar(row["title"]),
        created_at=any_moment(row["createdAt"], options.zone).ms,
        extra={"page_id": slug} if slug else {},
    )


def _comment(
    row: Mapping[str, Any], projects: Mapping[str, str], place: Place, options: ReadOptions
) -> Iterator[Record]:
    about, thread = scalar(row["id"]) or "", scalar(row["pageId"]) or ""
    made = any_moment(row["createdAt"], options.zone)
    yield from date_problems(made, place, about, row["createdAt"])
    yield NeutralComment(
        external=ExternalId(SOURCE, projects.get(thread, ""), about),
        thread=thread,
        body=Body(plain(row["content"]), BodyFormat.MARKDOWN),
        status=_status(row),
        author=NeutralAuthor(
            name=scalar(row["by_nickname"]),
            email=scalar(row["by_email"]),
            site_owner=scalar(row["moderatorId"]) is not None,
        ),
        parent=scalar(row["parentId"]),
        created_at=made.ms,
        created_original=scalar(row["createdAt"]),
    )


def _status(row: Mapping[str, Any]) -> NeutralStatus:
    if scalar(row["deletedAt"]) is not None:
        return NeutralStatus.DELETED
    return NeutralStatus.APPROVED if is_true(row["approved"]) else NeutralStatus.PENDING


importer = Cusdis()
