"""Imports and exports in one call, on whatever storage."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from service.domain.imported import Bench
from service.domain.job import Job
from service.domain.moderator import TERMINAL
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
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.transfer.exporters.neutral import exporter
from service.transfer.importer import ReadOptions
from service.transfer.importers.neutral import importer
from service.transfer.source import Source
from service.transfer.workbench import Workbench
from service.usecases.export_comments import export_comments
from service.usecases.preview_import import preview_import
from service.usecases.run_import import run_import, run_undo
from service.usecases.start_import import ImportOrder, start_import, undo_import

NOW = 1_795_000_000_000


@dataclass
class Mover:
    """Moves comments in and out of one site."""

    storage: Storage
    clock: Clock
    site: Site

    async def read(self, records: Iterable[Record], **options: Any) -> tuple[Workbench, dict]:
        """The bench with the records, linked, and the preview's report. The caller closes it."""
        bench = Workbench(self.site, **options)
        for _ in bench.take(records, NOW):
            pass
        return bench, await preview_import(bench, self.site, storage=self.storage)

    async def bring(
        self, records: Iterable[Record], *, teaches: bool = False, **options: Any
    ) -> tuple[dict, Job]:
        """Imports the records; the report and the job at its end."""
        bench, report = await self.read(records, **options)
        with bench:
            return report, await self.apply(bench, report, teaches=teaches)

    async def apply(self, bench: Bench, report: dict, *, teaches: bool = False, **told: Any) -> Job:
        order = ImportOrder(self.site, "file", "test", "digest", teaches=teaches, partial=True)
        count = bench.count()
        acts = {"storage": self.storage, "clock": self.clock}
        job = await start_import(order, count, report, runner="command", token=TERMINAL, **acts)
        return await run_import(job, bench, **acts, **told)

    async def undo(self, job: Job) -> Job:
        acts = {"storage": self.storage, "clock": self.clock}
        undo = await undo_import(job.public_id, runner="command", token=TERMINAL, **acts)
        return await run_undo(undo, **acts)

    async def lines(self, **options: Any) -> list[dict[str, Any]]:
        """The export's lines, as values."""
        return [json.loads(line) for line in (await self.export(**options)).splitlines()]

    async def export(self, **options: Any) -> bytes:
        pages = export_comments(self.site, storage=self.storage)
        written = exporter.write(self.site, pages, WriteOptions(NOW, **options))
        return b"".join([part async for part in written])

    async def bring_export(self, data: bytes, folder: Path) -> tuple[dict, Job]:
        """Imports what `export` gave."""
        path = folder / "site.comments.jsonl"
        path.write_bytes(data)
        with Source(path) as source:
            return await self.bring(importer.read(source, ReadOptions()))

    async def beside(self, slug: str) -> "Mover":
        """The same on another site that lives at the same hosts."""

        async def unit(tx: Transaction) -> Site:
            return await tx.add_site(
                Site(0, slug, self.site.name, "nl", self.site.origins, self.site.hosts, b"x" * 32)
            )

        return Mover(self.storage, self.clock, await self.storage.write(unit))


def thread(id_: str, address: str | None = None, **more: Any) -> NeutralThread:
    return NeutralThread(
        ExternalId("test", "x", id_), address or f"https://b.example/{id_}.html", **more
    )


def comment(id_: str, page: str = "1", text: str = "Hallo", **more: Any) -> NeutralComment:
    given = {
        "body": Body(text, BodyFormat.HTML),
        "status": NeutralStatus.APPROVED,
        "author": NeutralAuthor("Jan"),
        "created_at": 1_400_000_000_000 + int(id_) * 1000 if id_.isdecimal() else None,
    }
    return NeutralComment(ExternalId("test", "x", id_), page, **{**given, **more})


def statuses(lines: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The status of each comment by its source's id."""
    return {
        line["external"][0]["id"]: line["status"] for line in lines if line["type"] == "comment"
    }


async def at_home(mover: Mover, records: Sequence[Record]) -> Mover:
    """The same on a site that lives where the file's pages do."""
    threads = [record for record in records if isinstance(record, NeutralThread)]
    hosts = {urlsplit(thread.address or "").hostname for thread in threads}
    known = tuple(sorted(host for host in hosts if host and "localhost" not in host))
    site = replace(mover.site, hosts=(*mover.site.hosts, *known))

    async def unit(tx: Transaction) -> None:
        await tx.change_site(site)

    await mover.storage.write(unit)
    return replace(mover, site=site)
