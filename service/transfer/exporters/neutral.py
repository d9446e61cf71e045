"""The neutral JSON Lines: everything, also as a backup that can be carried elsewhere."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator

from service.domain.exported import ExportedPage
from service.domain.page_key import URL_RULES
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.transfer.leaving import leaving
from service.transfer.neutral_lines import (
    SCHEMA,
    VERSION,
    comment_line,
    encoded,
    thread_line,
    written,
)


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
            for each in leaving(site, page, options, before):
                statuses[each.record.status.value] += 1
                values = comment_line(each.number, threads, each.parent, each.record)
                lines.append(encoded(values))
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
