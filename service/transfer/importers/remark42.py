"""Remark42's backup (a header, then a comment a line) and what its API lists (`/api/v1/find`)."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.import_problem import Problem
from service.domain.neutral import (
    Account,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
    Votes,
)
from service.transfer.fields import moment, scalar
from service.transfer.importer import ReadOptions
from service.transfer.json_stream import Found, objects, paths_in
from service.transfer.records import (
    Pages,
    body_of,
    date_problems,
    inside,
    is_true,
    objects_in,
    own,
    plain,
    score_of,
)
from service.transfer.source import Source

SOURCE = "remark42"
_LISTED = ("comments.item", "comments.item.comment", "item", "")
_MARKS = ("pid", "locator.url", "user.id")
_GONE = "deleted"
"""The name that Remark42 gives to authors who were erased."""


class Remark42:
    name = "remark42"
    title = "Remark42"

    def recognises(self, sample: bytes, filename: str) -> float:
        paths = paths_in(sample)
        for listed in _LISTED:
            start = f"{listed}." if listed else ""
            if all(f"{start}{mark}" in paths for mark in _MARKS):
                return 0.95
        return 0.9 if {"version", "users", "posts", "posts.item.url"} <= paths else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        for entry in source.entries():
            reading = _Reading(options)
            paths = paths_in(entry.sample())
            top = next((path for path in ("comments.item", "item") if path in paths), "")
            for found in objects(entry, {top}):
                if isinstance(found, Problem):
                    yield found
                else:
                    yield from reading.of(found)


class _Reading:
    """What the header said, and which pages were told."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._pages = Pages()
        self._closed: set[str] = set()
        self._emails: dict[str, str] = {}

    def of(self, found: Found) -> Iterator[Record]:
        """An object of the file: the header, a comment, or one with its replies below it."""
        if "users" in found.value and "locator" not in found.value:
            self._note(found.value)
            return
        waiting = [found.value]
        while waiting:
            given = waiting.pop()
            inner = given.get("comment")
            if isinstance(inner, Mapping):
                replies = given.get("replies")
                nested = replies if isinstance(replies, list) else []
                waiting += [reply for reply in nested[::-1] if isinstance(reply, dict)]
                given = dict(inner)
            yield from self._comment(given, found)

    def _note(self, header: Mapping[str, Any]) -> None:
        for post in objects_in(header.get("posts")):
            if is_true(post.get("read_only")):
                self._closed.add(scalar(post.get("url")) or "")
        for user in objects_in(header.get("users")):
            email = scalar(inside(user, "details").get("email"))
            if email is not None:
                self._emails[scalar(user.get("id")) or ""] = email

    def _comment(self, given: Mapping[str, Any], found: Found) -> Iterator[Record]:
        locator, user = inside(given, "locator"), inside(given, "user")
        site, address = scalar(locator.get("site")) or "", scalar(locator.get("url")) or ""
        yield from self._pages.once(
            NeutralThread(
                external=ExternalId(SOURCE, site, address),
                address=address or None,
                title=scalar(given.get("title")),
                closed=address in self._closed,
            )
        )
        about, created = scalar(given.get("id")) or "", given.get("time")
        made = moment(created, self._options.zone)
        yield from date_problems(made, found.place, about, created)
        is_deleted = is_true(given.get("delete"))
        yield NeutralComment(
            external=ExternalId(SOURCE, site, about),
            thread=address,
            body=body_of(plain(given.get("orig")), plain(given.get("text"))),
            status=NeutralStatus.DELETED if is_deleted else NeutralStatus.APPROVED,
            author=self._author(user),
            parent=scalar(given.get("pid")),
            created_at=made.ms,
            created_original=scalar(created),
            edited_at=moment(inside(given, "edit").get("time"), self._options.zone).ms,
            votes=_votes(given),
            pinned=is_true(given.get("pin")),
            url=f"{address}#remark42__comment-{about}" if address else None,
            extra=own(given, "controversy", "imported"),
        )

    def _author(self, user: Mapping[str, Any]) -> NeutralAuthor:
        known, name = scalar(user.get("id")), scalar(user.get("name"))
        provider, _, _ = (known or "").partition("_")
        is_account = known is not None and known != _GONE and provider != "anonymous"
        return NeutralAuthor(
            name=None if name == _GONE else name,
            email=self._emails.get(known or ""),
            avatar=scalar(user.get("picture")),
            account=Account(SOURCE, known) if is_account and known else None,
            site_owner=is_true(user.get("admin")),
        )


def _votes(given: Mapping[str, Any]) -> Votes:
    each = inside(given, "votes")
    up = sum(value is True for value in each.values())
    down = sum(value is False for value in each.values())
    return Votes(up, down) if up or down else score_of(given.get("score"))


importer = Remark42()
