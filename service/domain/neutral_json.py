"""Neutral records as JSON values and back: what is kept of them, and what exports say."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from service.domain.neutral import (
    Account,
    Body,
    BodyFormat,
    ExternalId,
    Kind,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Votes,
)

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def comment_values(comment: NeutralComment) -> dict[str, Any]:
    """All that the record says, in JSON values."""
    author, body, votes, external = comment.author, comment.body, comment.votes, comment.external
    account = author.account
    return {
        "source": external.source,
        "instance": external.instance,
        "id": external.id,
        "thread": comment.thread,
        "parent": comment.parent,
        "parent_of": None if comment.parent_of is None else list(comment.parent_of),
        "reply_to": comment.reply_to,
        "kind": comment.kind.value,
        "status": comment.status.value,
        "status_detail": comment.status_detail,
        "author": {
            "name": author.name,
            "email": author.email,
            "email_hash": author.email_hash,
            "url": author.url,
            "avatar": author.avatar,
            "account": None if account is None else [account.provider, account.id],
            "site_owner": author.site_owner,
        },
        "ip": comment.ip,
        "user_agent": comment.user_agent,
        "created_at": comment.created_at,
        "created_original": comment.created_original,
        "edited_at": comment.edited_at,
        "body": {"format": body.format.value, "source": body.source, "newlines": body.newlines},
        "votes": [votes.up, votes.down, votes.score],
        "pinned": comment.pinned,
        "url": comment.url,
        "extra": dict(comment.extra),
    }


def comment_from(values: Mapping[str, Any], source: str | None = None) -> NeutralComment:
    """The record of such values; `source` is its text where that is kept elsewhere."""
    author, body = values["author"], values["body"]
    return NeutralComment(
        external=ExternalId(values["source"], values["instance"], values["id"]),
        thread=values["thread"],
        parent=values["parent"],
        parent_of=None if values["parent_of"] is None else tuple(values["parent_of"]),
        reply_to=values["reply_to"],
        kind=Kind(values["kind"]),
        status=NeutralStatus(values["status"]),
        status_detail=values["status_detail"],
        author=NeutralAuthor(
            name=author["name"],
            email=author["email"],
            email_hash=author["email_hash"],
            url=author["url"],
            avatar=author["avatar"],
            account=None if author["account"] is None else Account(*author["account"]),
            site_owner=author["site_owner"],
        ),
        ip=values["ip"],
        user_agent=values["user_agent"],
        created_at=values["created_at"],
        created_original=values["created_original"],
        edited_at=values["edited_at"],
        body=Body(
            body["source"] if source is None else source,
            BodyFormat(body["format"]),
            body["newlines"],
        ),
        votes=Votes(*values["votes"]),
        pinned=values["pinned"],
        url=values["url"],
        extra=values["extra"],
    )


def thread_values(thread: NeutralThread) -> dict[str, Any]:
    """All that the record says, in JSON values."""
    external = thread.external
    return {
        "source": external.source,
        "instance": external.instance,
        "id": external.id,
        "address": thread.address,
        "title": thread.title,
        "url": thread.url,
        "closed": thread.closed,
        "created_at": thread.created_at,
        "aliases": list(thread.aliases),
        "public": thread.public,
        "extra": dict(thread.extra),
    }


def thread_from(values: Mapping[str, Any]) -> NeutralThread:
    """The record of such values."""
    return NeutralThread(
        external=ExternalId(values["source"], values["instance"], values["id"]),
        address=values["address"],
        title=values["title"],
        url=values["url"],
        closed=values["closed"],
        created_at=values["created_at"],
        aliases=tuple(values["aliases"]),
        public=values["public"],
        extra=values["extra"],
    )


def written(values: Mapping[str, Any]) -> tuple[str, str]:
    """The values as JSON, and its digest: equal for records that say the same."""
    text = _encode(values)
    return text, hashlib.sha256(text.encode()).hexdigest()[:32]
