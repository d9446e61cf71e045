"""Twikoo: comments as its cloud functions and databases export them, in any of four shapes."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
    Votes,
)
from service.transfer.fields import scalar
from service.transfer.importer import ReadOptions
from service.transfer.json_stream import Found, each_listed, paths_in
from service.transfer.records import Pages, any_moment, date_problems, id_of, is_true, own, plain
from service.transfer.source import Source

SOURCE = "twikoo"
_MARKS = ("_id", "nick", "comment", "url")
_WALINES = "insertedAt"


class Twikoo:
    name = "twikoo"
    title = "Twikoo"

    def recognises(self, sample: bytes, filename: str) -> float:
        paths = paths_in(sample)
        for start in (
            "item.",
            "data.item.",
            "results.item.",
            "comment.item.",
            "comments.item.",
            "",
        ):
            if all(f"{start}{mark}" in paths for mark in _MARKS):
                is_other = f"{start}{_WALINES}" in paths and f"{start}created" not in paths
                return 0.0 if is_other else 0.95
        return 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        make = partial(_comment, pages=Pages(), options=options)
        return each_listed(source, ("data", "results", "comment", "comments"), make)


def _comment(found: Found, pages: Pages, options: ReadOptions) -> Iterator[Record]:
    given = found.value
    page, address = _page(given)
    yield from pages.once(NeutralThread(ExternalId(SOURCE, "", page), address))
    about, created = id_of(given.get("_id")) or "", given.get("created")
    made = any_moment(created, options.zone)
    yield from date_problems(made, found.place, about, created)
    edited = any_moment(given.get("updated"), options.zone).ms
    liked = _listed(given.get("like")) or _listed(given.get("ups"))
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=page,
        body=Body(plain(given.get("comment")), BodyFormat.HTML),
        status=NeutralStatus.SPAM if is_true(given.get("isSpam")) else NeutralStatus.APPROVED,
        author=_author(given),
        # `rid` is the head of the whole conversation, `pid` the one that is answered.
        parent=id_of(given.get("pid")) or id_of(given.get("rid")),
        ip=scalar(given.get("ip")),
        user_agent=scalar(given.get("ua")),
        created_at=made.ms,
        created_original=scalar(created),
        edited_at=edited if edited != made.ms else None,
        votes=Votes(up=len(liked), down=len(_listed(given.get("downs")))),
        pinned=is_true(given.get("top")),
        extra=own(given, "ipRegion"),
    )


def _page(given: Mapping[str, Any]) -> tuple[str, str | None]:
    """Its page by path, for one file may name it by path and by address; `href` tells the host."""
    url, href = scalar(given.get("url")) or "", scalar(given.get("href"))
    try:
        typed, linked = urlsplit(url), urlsplit(href or "")
    except ValueError:
        return url, url or None
    path = typed.path + (f"?{typed.query}" if typed.query else "") if typed.netloc else url
    if typed.netloc:
        return path, url
    if linked.netloc and url.startswith("/"):
        return path, f"{linked.scheme}://{linked.netloc}{url}"
    return path, url or href


def _author(given: Mapping[str, Any]) -> NeutralAuthor:
    email = scalar(given.get("mail"))
    return NeutralAuthor(
        name=scalar(given.get("nick")),
        email=email,
        email_hash=scalar(given.get("mailMd5")) if email is None else None,
        url=scalar(given.get("link")),
        avatar=scalar(given.get("avatar")),
        site_owner=is_true(given.get("master")),
    )


def _listed(value: object) -> list[Any]:
    """Who voted; some databases keep lists as text."""
    if isinstance(value, str) and value.startswith("[") and len(value) < 1_000_000:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    return value if isinstance(value, list) else []


importer = Twikoo()
