"""An import on the ground: one that brought nothing along."""

from service.domain.clock import utc_ms
from service.domain.moderator import TERMINAL
from service.domain.ports import Storage
from service.transfer.workbench import Workbench
from service.usecases.preview_import import preview_import
from service.usecases.run_import import run_import
from service.usecases.start_import import ImportOrder, start_import


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
