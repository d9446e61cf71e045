"""Bulk decisions about comments that somebody reported or appeals for."""

from typing import Any

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Concern
from service.domain.decision import Action
from service.domain.moderator import ApiToken
from service.usecases.run_bulk import run_bulk
from service.usecases.start_bulk import BulkOrder, start_bulk, undo_bulk
from tests.usecases.acting import Desk
from tests.usecases.test_appeals import appeal, own
from tests.usecases.test_report_comment import reported_by


async def test_bulk_decisions_leave_appeals_alone_and_their_undo_does_not(
    desk: Desk, anna: ApiToken, blog: Any
) -> None:
    kept = {"storage": desk.storage, "clock": desk.clock}
    posted = await desk.post()
    spam = BulkOrder(blog, QueueFilter(), Action.SPAM)
    first = await run_bulk(await start_bulk(spam, runner="x", token=anna, **kept), **kept)
    await appeal(desk, posted)

    order = BulkOrder(blog, QueueFilter(status=Status.SPAM), Action.DELETE)
    skipped = await run_bulk(await start_bulk(order, runner="x", token=anna, **kept), **kept)
    assert (skipped.position["decided"], skipped.position["skipped"]) == (0, 1)
    await run_bulk(await undo_bulk(first.public_id, runner="x", token=anna, **kept), **kept)

    assert await own(desk, posted) == ("granted", None)


async def test_reported_comments_are_kept_in_bulk(
    desk: Desk, anna: ApiToken, open_site: Any
) -> None:
    kept = {"storage": desk.storage, "clock": desk.clock}
    for text in ("Een stuk.", "Heel wat anders."):
        posted = await desk.post(text, site="open")
        await reported_by(desk, posted.comment, 1)
    order = BulkOrder(open_site, QueueFilter(only=Concern.REPORTED), Action.KEEP)

    job = await run_bulk(await start_bulk(order, runner="x", token=anna, **kept), **kept)

    assert (job.total, job.position["decided"]) == (2, 2)
    assert await desk.storage.comments.count(QueueFilter(only=Concern.REPORTED)) == 0
