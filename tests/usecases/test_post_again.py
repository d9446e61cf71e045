"""The same request again: one comment, one answer."""

import asyncio

import pytest

from service.domain.comment import Status
from service.domain.decision import Action
from service.domain.errors import Conflict, Invalid
from service.domain.moderator import ApiToken
from service.usecases.post_comment import Posted
from tests.usecases.acting import Desk
from tests.usecases.altered import Answering, Overtaken


async def test_the_same_request_again_gives_the_same_comment_and_token(desk: Desk) -> None:
    first = await desk.post(idempotency_key="k1")

    again = await desk.post(idempotency_key="k1")

    assert again == first
    assert await desk.count_stored() == 1


async def test_a_repeated_request_tells_where_the_comment_stands_now(
    desk: Desk, anna: ApiToken
) -> None:
    first = await desk.post(idempotency_key="k1")
    await desk.decide(first.comment.public_id, Action.APPROVE, anna)

    again = await desk.post(idempotency_key="k1")

    assert again.comment.status is Status.APPROVED


async def test_a_key_belongs_to_one_request(desk: Desk) -> None:
    await desk.post("Een", idempotency_key="k1")

    with pytest.raises(Invalid) as refused:
        await desk.post("Twee", idempotency_key="k1")

    assert (refused.value.code, refused.value.field) == (
        "idempotency_key_reused",
        "Idempotency-Key",
    )


async def test_who_guesses_a_key_and_knows_the_text_does_not_get_the_token(desk: Desk) -> None:
    await desk.post("Een", idempotency_key="1", device="het-apparaat-van-jan-0123456789")

    for device in (None, "een-ander-apparaat-0123456789abc"):
        with pytest.raises(Invalid, match="idempotency_key_reused"):
            await desk.post("Een", idempotency_key="1", device=device)


async def test_sites_do_not_share_keys(desk: Desk) -> None:
    one = await desk.post(idempotency_key="k1")
    other = await desk.post(site="open", idempotency_key="k1")

    assert one.comment.public_id != other.comment.public_id


async def test_the_same_request_many_times_at_once_makes_one_comment(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.post(idempotency_key="k1") for _ in range(10)))

    assert len({answer.comment.public_id for answer in answers}) == 1
    assert await desk.count_stored() == 1


async def test_of_two_equal_requests_at_once_the_later_gets_the_firsts_answer(desk: Desk) -> None:
    first: list[Posted] = []

    async def overtake() -> None:
        first.append(await desk.post(idempotency_key="k1"))

    desk.storage = Overtaken(desk.storage, overtake)
    later = await desk.post(idempotency_key="k1")

    assert [later] == first


async def test_a_conflict_that_leaves_no_comment_is_told(desk: Desk) -> None:
    async def refuse() -> None:
        raise Conflict("idempotency_key_taken")

    desk.storage = Overtaken(desk.storage, refuse)

    with pytest.raises(Conflict, match="idempotency_key_taken"):
        await desk.post(idempotency_key="k1")


@pytest.mark.parametrize("missing", ["comments.by_public_id", "threads.by_id"])
async def test_a_key_whose_comment_is_gone_answers_for_nothing(desk: Desk, missing: str) -> None:
    await desk.post(idempotency_key="k1")
    desk.storage = Answering(desk.storage, missing)

    with pytest.raises(Conflict, match="idempotency_key_taken"):
        await desk.post(idempotency_key="k1")
