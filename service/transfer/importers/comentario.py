"""Comentario, exports of version 3 (internal/svc/importexport.go of Comentario)."""

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

from service.domain.import_problem import Problem
from service.domain.neutral import (
    Account,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import moment, scalar
from service.transfer.importer import ReadOptions
from service.transfer.importers.commento import address_on
from service.transfer.json_stream import Found, objects, paths_in
from service.transfer.records import body_of, date_problems, is_true, plain, score_of
from service.transfer.source import Entry, Source

SOURCE = "comentario"
_NOBODY = "00000000-0000-0000-0000-000000000000"


class Comentario:
    name = "comentario"
    title = "Comentario"

    def recognises(self, sample: bytes, filename: str) -> float:
        paths = paths_in(sample)
        marks = ("comments.item.pageId", "pages.item.isReadonly", "pages.item.domainId")
        if any(mark in paths for mark in marks):
            return 0.95
        return 0.6 if {"version", "pages[]"} <= paths and "comments" not in paths else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        for entry in source.entries():
            host = _host(entry)
            commenters = _commenters(entry)
            for found in objects(entry, {"pages.item", "comments.item"}):
                if isinstance(found, Problem):
                    yield found
                elif found.path == "pages.item":
                    yield _page(found.value, host)
                else:
                    yield from _comment(found, host, commenters, options)


def _host(entry: Entry) -> str:
    """The blog's host, which only the addresses of comments tell."""
    for found in objects(entry, {"comments.item"}):
        if isinstance(found, Found):
            address = scalar(found.value.get("url")) or ""
            try:
                host = urlsplit(address).netloc
            except ValueError:
                continue
            if host:
                return host
    return ""


def _commenters(entry: Entry) -> dict[str, NeutralAuthor]:
    return {
        scalar(found.value.get("id")) or "": _author(found.value)
        for found in objects(entry, {"commenters.item"})
        if isinstance(found, Found)
    }


def _author(given: Mapping[str, Any]) -> NeutralAuthor:
    known = scalar(given.get("id"))
    return NeutralAuthor(
        name=scalar(given.get("name")),
        email=scalar(given.get("email")),
        url=scalar(given.get("websiteUrl")),
        account=Account(SOURCE, known) if known else None,
        site_owner=is_true(given.get("isModerator")),
    )


def _page(given: Mapping[str, Any], host: str) -> Record:
    path = scalar(given.get("path")) or ""
    return NeutralThread(
        external=ExternalId(SOURCE, host, scalar(given.get("id")) or ""),
        address=address_on(host, path),
        title=scalar(given.get("title")),
        closed=is_true(given.get("isReadonly")),
        created_at=moment(given.get("createdTime"), UTC).ms,
    )


def _comment(
    found: Found, host: str, commenters: Mapping[str, NeutralAuthor], options: ReadOptions
) -> Iterator[Record]:
    given = found.value
    about, created = scalar(given.get("id")) or "", given.get("createdTime")
    made = moment(created, options.zone)
    yield from date_problems(made, found.place, about, created)
    writer, typed = scalar(given.get("userCreated")), scalar(given.get("authorName"))
    author = commenters.get(writer or "", NeutralAuthor())
    parent = scalar(given.get("parentId"))
    status, detail = _status(given)
    yield NeutralComment(
        external=ExternalId(SOURCE, host, about),
        thread=scalar(given.get("pageId")) or "",
        body=body_of(plain(given.get("markdown")), plain(given.get("html"))),
        status=status,
        status_detail=detail,
        author=NeutralAuthor(name=typed) if writer in (None, _NOBODY) else author,
        parent=None if parent == _NOBODY else parent,
        ip=scalar(given.get("authorIp")),
        created_at=made.ms,
        created_original=scalar(created),
        edited_at=moment(given.get("editedTime"), options.zone).ms,
        votes=score_of(given.get("score")),
        pinned=is_true(given.get("isSticky")),
        url=scalar(given.get("url")),
    )


def _status(given: Mapping[str, Any]) -> tuple[NeutralStatus, str | None]:
    if is_true(given.get("isDeleted")):
        return NeutralStatus.DELETED, None
    if is_true(given.get("isPending")):
        return NeutralStatus.PENDING, None
    if is_true(given.get("isApproved")):
        return NeutralStatus.APPROVED, None
    # Decided on, and not approved.
    return NeutralStatus.TRASH, "rejected"


importer = Comentario()
