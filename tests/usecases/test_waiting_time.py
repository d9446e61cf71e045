"""An author is told how many are before him, and what a wait typically takes."""

from service.domain.decision import Action
from service.domain.moderator import ApiToken
from service.usecases.own_comment import own_comment
from service.usecases.post_comment import Posted
from service.usecases.waiting_time import ENOUGH, WaitingTime, waiting_time
from tests.usecases.acting import Desk


async def waits(desk: Desk, posted: Posted) -> WaitingTime:
    own = await own_comment(posted.comment.public_id, posted.token, storage=desk.storage)
    return await waiting_time(own, storage=desk.storage)


async def test_with_few_decisions_nothing_is_told_of_the_time(desk: Desk, anna: ApiToken) -> None:
    decided = await desk.post("Eerst")
    await desk.decide(decided.comment.public_id, Action.APPROVE, anna)
    before = await desk.post("Voor mij")
    mine = await desk.post("Van mij")

    assert await waits(desk, before) == WaitingTime(0, None)
    assert await waits(desk, mine) == WaitingTime(1, None)


async def test_the_typical_wait_is_the_median_of_the_last_ones(desk: Desk, anna: ApiToken) -> None:
    for n in range(ENOUGH):
        posted = await desk.post(f"Reactie {n}")
        await desk.decide(posted.comment.public_id, Action.APPROVE, anna)
    mine = await desk.post("Van mij")

    told = await waits(desk, mine)

    assert told.ahead == 0
    assert told.typical_ms is not None
    assert told.typical_ms > 0
