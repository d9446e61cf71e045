"""Bulk decisions, as these tests start, run and undo them."""

from typing import Any

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action
from service.domain.job import Job
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases import run_bulk
from service.usecases.post_comment import Posted
from service.usecases.start_bulk import BulkOrder, start_bulk, undo_bulk
from tests.usecases.acting import Desk

SPAM = "Verdien elke week honderden euro met dit trucje, kijk maar gauw op https://{}.example"


async def flood(desk: Desk, count: int = 5) -> list[Posted]:
    return [await desk.post(SPAM.format(n)) for n in range(count)]


async def started(
    desk: Desk,
    site: Site,
    token: ApiToken,
    action: Action = Action.SPAM,
    *,
    seen: int | None = None,
    **wanted: Any,
) -> Job:
    order = BulkOrder(site, QueueFilter(**wanted), action, seen, "reclame", "Vloed")
    return await start_bulk(
        order, runner="command", token=token, storage=desk.storage, clock=desk.clock
    )


async def run(desk: Desk, job: Job) -> Job:
    return await run_bulk.run_bulk(job, storage=desk.storage, clock=desk.clock)


async def undo(desk: Desk, job: Job, token: ApiToken) -> Job:
    undoing = await undo_bulk(
        job.public_id, runner="command", token=token, storage=desk.storage, clock=desk.clock
    )
    return await run(desk, undoing)


async def standing(desk: Desk, posted: list[Posted]) -> list[Status]:
    return [(await desk.comment(each.comment.public_id)).status for each in posted]


def count(job: Job) -> tuple[int, int]:
    return job.position["decided"], job.position["skipped"]
