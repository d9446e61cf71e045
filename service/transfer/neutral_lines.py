"""The lines of the neutral export: `comments-export`, version 1."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from service.domain.exported import ExportedPage
from service.domain.neutral import (
    Account,
    Body,
    BodyFormat,
    ExternalId,
    Kind,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    Votes,
)

SCHEMA, VERSION = "comments-export", 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def encoded(values: Mapping[str, Any]) -> bytes:
    """One line."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def written(ms: int | None) -> str | None:
    """A time in UTC, to the millisecond."""
    if ms is None:
        return None
    at = _EPOCH + timedelta(milliseconds=ms)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03}Z"


def thread_line(number: int, page: ExportedPage) -> dict[str, Any]:
    """The line of a page."""
    return {
        "type": "thread",
        "id": f"t{number}",
        "key": page.key,
        "url": page.url,
        "title": page.title,
        "closed": page.closed,
        "created_at": written(page.created_at),
        "aliases": [{"url": alias} for alias in page.aliases],
        "external": [
            {"source": each.source, "instance": each.instance, "id": each.id}
            for each in page.external
        ],
    }


def comment_line(
    number: int, thread: int, parent: int | None, record: NeutralComment
) -> dict[str, Any]:
    """The line of a comment."""
    author, body, external = record.author, record.body, record.external
    account = author.account
    of = record.parent_of
    return {
        "type": "comment",
        "id": f"c{number}",
        "thread": f"t{thread}",
        "parent": None if parent is None else f"c{parent}",
        "reply_to": record.reply_to,
        "kind": record.kind.value,
        "status": record.status.value,
        "status_detail": record.status_detail,
        "author": {
            "name": author.name,
            "email": author.email,
            "email_hash": author.email_hash,
            "url": author.url,
            "avatar": author.avatar,
            "account": account and {"provider": account.provider, "id": account.id},
            "site_owner": author.site_owner,
        },
        "ip": record.ip,
        "user_agent": record.user_agent,
        "created_at": written(record.created_at),
        "created_original": record.created_original,
        "edited_at": written(record.edited_at),
        "body": {
            "format": body.format.value,
            "source": body.source,
            "newlines": "significant" if body.newlines else "insignificant",
        },
        "votes": {"up": record.votes.up, "down": record.votes.down, "score": record.votes.score},
        "pinned": record.pinned,
        "external": [
            {
                "source": external.source,
                "instance": external.instance,
                "id": external.id,
                "parent": record.parent,
                **({} if of is None else {"parent_source": of[0], "parent_instance": of[1]}),
                "thread": record.thread,
                "url": record.url,
            }
        ],
        "extra": dict(record.extra),
    }


def comment_of(
    line: Mapping[str, Any], instance: str, source: str, at: Mapping[str, int | None]
) -> NeutralComment:
    """The record of a comment's line. One that no other system knew is known by its id in the file,
    of `source` and `instance`; `at` are its times. Raises KeyError, TypeError and ValueError for
    what is no such line."""
    author = line.get("author") or {}
    body, votes = line["body"], line.get("votes") or {}
    account = author.get("account")
    known = (line.get("external") or [{}])[0]
    own = {"id": line["id"], "thread": line["thread"], "parent": line.get("parent")}
    named = known if "id" in known else {**own, "source": source, "instance": instance}
    of = None
    if "parent_source" in named:
        of = (str(named["parent_source"]), str(named["parent_instance"]))
    return NeutralComment(
        external=ExternalId(str(named["source"]), str(named["instance"]), str(named["id"])),
        thread=str(named["thread"]),
        parent=named.get("parent"),
        parent_of=of,
        reply_to=line.get("reply_to"),
        kind=Kind(line.get("kind", "comment")),
        status=NeutralStatus(line["status"]),
        status_detail=line.get("status_detail"),
        author=NeutralAuthor(
            name=author.get("name"),
            email=author.get("email"),
            email_hash=author.get("email_hash"),
            url=author.get("url"),
            avatar=author.get("avatar"),
            account=account and Account(str(account["provider"]), str(account["id"])),
            site_owner=bool(author.get("site_owner")),
        ),
        ip=line.get("ip"),
        user_agent=line.get("user_agent"),
        created_at=at["created_at"],
        created_original=line.get("created_original"),
        edited_at=at["edited_at"],
        body=Body(
            str(body["source"]), BodyFormat(body["format"]), body.get("newlines") == "significant"
        ),
        votes=Votes(int(votes.get("up", 0)), int(votes.get("down", 0)), votes.get("score")),
        pinned=bool(line.get("pinned")),
        url=named.get("url"),
        extra=line.get("extra") or {},
    )
