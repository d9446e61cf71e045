"""The neutral JSON Lines: everything, also as a backup that can be carried elsewhere."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from service.domain.exported import ExportedComment, ExportedPage
from service.domain.identity import keyed_email
from service.domain.neutral import NeutralComment
from service.domain.page_key import URL_RULES
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.transfer.neutral_lines import (
    SCHEMA,
    VERSION,
    comment_line,
    encoded,
    thread_line,
    written,
)
from service.usecases.export_comments import is_public


class NeutralExporter:
    """Loses nothing."""

    name = "neutral"
    title = "JSON Lines"
    suffix = ".comments.jsonl"
    losses: tuple[str, ...] = ()

    async def write(
        self, site: Site, pages: AsyncIterator[ExportedPage], options: WriteOptions
    ) -> AsyncIterator[bytes]:
        """A line for the site, then each page with its comments, then one that tells the end."""
        told = hashlib.sha256()
        statuses: Counter[str] = Counter()
        threads = 0
        line = encoded(_header(site, options))
        told.update(line)
        yield line
        async for page in pages:
            threads += 1
            before = statuses.total()
            lines = [encoded(thread_line(threads, page))]
            for record, values in _comments(site, page, threads, before, options):
                statuses[record.status.value] += 1
                lines.append(values)
            data = b"".join(lines)
            told.update(data)
            yield data
        yield encoded(
            {
                "type": "end",
                "threads": threads,
                "comments": statuses.total(),
                "by_status": dict(sorted(statuses.items())),
                "sha256": told.hexdigest(),
            }
        )


exporter = NeutralExporter()


def _header(site: Site, options: WriteOptions) -> dict[str, object]:
    return {
        "type": "export",
        "schema": SCHEMA,
        "version": VERSION,
        "site": {"id": site.slug, "name": site.name, "hosts": list(site.hosts)},
        "url_rules": URL_RULES,
        "created_at": written(options.at),
        "options": {
            "personal_data": options.personal_data,
            "spam": not options.public_only,
            "deleted": not options.public_only,
        },
    }


def _comments(
    site: Site, page: ExportedPage, thread: int, before: int, options: WriteOptions
) -> Iterator[tuple[NeutralComment, bytes]]:
    numbers: dict[int, int] = {}
    for place, each in enumerate(page.comments):
        if options.public_only and not is_public(each.record):
            continue
        numbers[place] = number = before + len(numbers) + 1
        record = each.record if options.personal_data else _impersonal(site, each)
        parent = None if each.parent is None else numbers.get(each.parent)
        yield record, encoded(comment_line(number, thread, parent, record))


def _impersonal(site: Site, each: ExportedComment) -> NeutralComment:
    record = each.record
    author = record.author
    hashed = author.email_hash
    if author.email is not None:
        hashed = keyed_email(site, author.email)
    return replace(
        record, ip=None, user_agent=None, author=replace(author, email=None, email_hash=hashed)
    )
