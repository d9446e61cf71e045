"""Remark42's backup: a header, then a comment a line. Restoring it there replaces all that its site
has."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from html import escape
from typing import Any

from service.domain.exported import ExportedPage
from service.domain.neutral import BodyFormat, Kind, NeutralComment, NeutralStatus
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.transfer.leaving import Leaving, leaving
from service.transfer.neutral_lines import encoded

_KEPT = (NeutralStatus.APPROVED, NeutralStatus.DELETED)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Remark42Exporter:
    """What readers may not see stays behind, for Remark42 shows all that it has."""

    name = "remark42"
    title = "Remark42"
    suffix = ".json"
    losses = (
        "pending",
        "spam",
        "trash",
        "email",
        "url",
        "ip",
        "user_agent",
        "closed",
        "reply_to",
        "kind",
        "extra",
    )

    async def write(
        self, site: Site, pages: AsyncIterator[ExportedPage], options: WriteOptions
    ) -> AsyncIterator[bytes]:
        """The header, which names nobody, and the comments page by page."""
        yield encoded({"version": 1, "users": [], "posts": []})
        before = 0
        async for page in pages:
            comments = list(leaving(site, page, options, before))
            before += len(comments)
            lines: list[bytes] = []
            kept: set[int] = set()
            for each in comments:
                record = each.record
                if record.status in _KEPT and record.kind is Kind.COMMENT:
                    parent = each.parent if each.parent in kept else None
                    kept.add(each.number)
                    lines.append(encoded(_line(site, page, each, parent)))
            yield b"".join(lines)


def _line(site: Site, page: ExportedPage, each: Leaving, parent: int | None) -> dict[str, Any]:
    record = each.record
    source, votes = record.body.source, record.votes
    is_html = record.body.format is BodyFormat.HTML
    line: dict[str, Any] = {
        "id": _id(site, each.number),
        "pid": "" if parent is None else _id(site, parent),
        "text": source if is_html else _paragraphs(source),
        "orig": "" if is_html else source,
        "user": _user(site, record),
        "locator": {"site": site.slug, "url": page.url or page.key},
        "score": votes.up - votes.down if votes.score is None else votes.score,
        "votes": {},
        "time": _written(record.created_at),
        "title": page.title or "",
    }
    if record.edited_at is not None:
        line["edit"] = {"time": _written(record.edited_at), "summary": ""}
    if record.pinned:
        line["pin"] = True
    if record.status is NeutralStatus.DELETED:
        line |= {"delete": True, "text": "", "orig": ""}
    return line


def _id(site: Site, number: int) -> str:
    return sha1(f"{site.slug} {number}".encode(), usedforsecurity=False).hexdigest()


def _user(site: Site, record: NeutralComment) -> dict[str, Any]:
    """Nobody can sign in there as somebody who wrote here: all are its `anonymous` ones."""
    name = record.author.name or ""
    known = sha1(f"{site.slug} {name}".encode(), usedforsecurity=False).hexdigest()
    return {
        "name": name,
        "id": f"anonymous_{known}",
        "picture": record.author.avatar or "",
        "ip": "",
        "admin": record.author.site_owner,
    }


def _paragraphs(source: str) -> str:
    parts = [part for part in source.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts).replace("\n", "<br/>")


def _written(ms: int | None) -> str:
    if ms is None:
        return "0001-01-01T00:00:00Z"
    at = _EPOCH + timedelta(milliseconds=ms)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03}Z"


exporter = Remark42Exporter()
