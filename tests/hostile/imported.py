"""An import on the ground that brought nothing along, and a file that could be imported."""

from dataclasses import replace

from service.domain.clock import utc_ms
from service.domain.moderator import TERMINAL
from service.domain.ports import Storage, Transaction
from service.domain.upload import READY, ReadAs, Upload
from service.transfer.workbench import Workbench
from service.usecases.look_at_upload import start_look
from service.usecases.preview_import import preview_import
from service.usecases.run_import import run_import
from service.usecases.start_import import ImportOrder, start_import

SENT = b'{"type":"export","schema":"comments-export","version":1}\n'


async def make_import(storage: Storage) -> str:
    """The id of its run."""
    site = await storage.sites.by_slug("blog")
    assert site is not None
    with Workbench(site) as bench:
        report = {**await preview_import(bench, site, storage=storage), "records": 1}
        order = ImportOrder(site, "nothing.xml", "wordpress", "digest")
        job = await start_import(
            order, 0, report, runner="command", token=TERMINAL, storage=storage, clock=utc_ms
        )
        return (await run_import(job, bench, storage=storage, clock=utc_ms)).public_id


async def make_upload(storage: Storage) -> str:
    """The id of a look that is ready."""
    site = await storage.sites.by_slug("blog")
    assert site is not None
    acts = {"token": TERMINAL, "storage": storage, "clock": utc_ms}
    upload = Upload("0" * 32, "nothing.jsonl", len(SENT), "digest")
    look = await start_look(upload, "neutral", site, ReadAs(), **acts)
    with Workbench(site) as bench:
        report = {**await preview_import(bench, site, storage=storage), "records": 1}
    seen = {"stage": READY, "report": report, "total": 0, "hosts": []}
    ready = replace(look, position={**look.position, **seen})

    async def unit(tx: Transaction) -> None:
        await tx.advance_job(ready, 0)

    await storage.write(unit)
    return look.public_id
