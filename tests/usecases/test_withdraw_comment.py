"""Withdrawing one's own comment."""

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import AUTHOR, Action
from service.domain.errors import Conflict, Forbidden
from service.domain.moderator import ApiToken
from service.usecases.own_comment import own_comment
from service.usecases.post_comment import Posted
from service.usecases.withdraw_comment import withdraw_comment
from tests.usecases.acting import DEVICE, Desk
from tests.usecases.altered import Answering


async def withdraw(desk: Desk, posted: Posted, token: str | None = None) -> Comment:
    return await withdraw_comment(
        posted.comment.public_id, token or posted.token, storage=desk.storage, clock=desk.clock
    )


async def test_a_withdrawn_comment_is_gone_for_readers(desk: Desk) -> None:
    posted = await desk.post(site="open")

    withdrawn = await withdraw(desk, posted)

    assert (withdrawn.status, withdrawn.published) == (Status.DELETED, None)


async def test_withdrawing_is_the_authors_decision(desk: Desk) -> None:
    posted = await desk.post()
    await withdraw(desk, posted)

    *_, last = await desk.history(posted.comment.public_id)

    assert (last.actor, last.action) == (AUTHOR, Action.WITHDRAW)


async def test_withdrawing_again_changes_nothing(desk: Desk) -> None:
    posted = await desk.post()
    first = await withdraw(desk, posted)

    assert await withdraw(desk, posted) == first
    assert len(await desk.history(posted.comment.public_id)) == 2


async def test_no_moderator_brings_a_withdrawn_comment_back(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(site="open")
    await withdraw(desk, posted)

    with pytest.raises(Conflict, match="withdrawn"):
        await desk.decide(posted.comment.public_id, Action.RESTORE, anna)
    with pytest.raises(Conflict, match="not_possible"):
        await desk.decide(posted.comment.public_id, Action.APPROVE, anna)


async def test_what_a_moderator_deleted_can_still_be_withdrawn(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(site="open")
    await desk.decide(posted.comment.public_id, Action.DELETE, anna)

    await withdraw(desk, posted)

    with pytest.raises(Conflict, match="withdrawn"):
        await desk.decide(posted.comment.public_id, Action.RESTORE, anna)


async def test_withdrawing_leaves_the_authors_record_alone(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(device=DEVICE)
    await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    withdrawn = await withdraw(desk, posted)

    identity = await desk.storage.identities.by_id(withdrawn.identity_id or 0)
    assert identity is not None
    assert (identity.approved, identity.rejected) == (1, 0)


async def test_nobody_withdraws_without_the_comments_own_token(desk: Desk) -> None:
    posted = await desk.post("Een")
    other = await desk.post("Twee")

    with pytest.raises(Forbidden, match="bad_token"):
        await withdraw(desk, posted, other.token)


async def test_a_comment_that_is_gone_cannot_be_withdrawn(desk: Desk) -> None:
    posted = await desk.post()
    desk.storage = Answering(desk.storage, "transaction.comment")

    with pytest.raises(Forbidden, match="bad_token"):
        await withdraw(desk, posted)


async def test_authors_see_their_own_comment_whatever_its_status(desk: Desk) -> None:
    posted = await desk.post("Zo dan")

    own = await own_comment(posted.comment.public_id, posted.token, storage=desk.storage)

    assert own.comment.status is Status.PENDING
    assert own.revision.text == "Zo dan"
    assert (own.site.slug, own.thread.key) == ("blog", posted.thread.key)


async def test_a_missing_comment_answers_like_a_wrong_token(desk: Desk) -> None:
    posted = await desk.post()

    with pytest.raises(Forbidden, match="bad_token"):
        await own_comment("0" * 32, posted.token, storage=desk.storage)
    with pytest.raises(Forbidden, match="bad_token"):
        await own_comment(posted.comment.public_id, "", storage=desk.storage)


@pytest.mark.parametrize("read", ["sites.by_id", "threads.by_id"])
async def test_a_comment_whose_place_is_gone_is_nobodys(desk: Desk, read: str) -> None:
    posted = await desk.post()

    with pytest.raises(Forbidden, match="bad_token"):
        await own_comment(
            posted.comment.public_id, posted.token, storage=Answering(desk.storage, read)
        )
