"""Undoing what brought a moderator's reply in."""

from typing import Any

from service.domain.comment import Status
from service.domain.decision import Action, Decision
from service.domain.moderator import ApiToken
from service.usecases.undo_decision import undo_decision
from tests.usecases.acting import Desk
from tests.usecases.altered import Answering
from tests.usecases.replying import give, public, waiting


async def undo(desk: Desk, decision: Decision, token: ApiToken) -> None:
    await undo_decision(decision.public_id, token=token, storage=desk.storage, clock=desk.clock)


async def test_undoing_a_reply_takes_the_approval_back_that_was_given_with_it(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await waiting(desk)
    replied = await give(desk, parent, anna, approve=True, version=1)

    await undo(desk, replied.decision, anna)

    reply, comment = await desk.comment(replied.reply.public_id), await desk.comment(parent)
    assert (reply.status, reply.published) == (Status.DELETED, None)
    assert (comment.status, comment.published, comment.credit) == (Status.PENDING, None, 0)


async def test_undoing_that_undo_brings_both_back(desk: Desk, anna: ApiToken) -> None:
    parent = await waiting(desk)
    replied = await give(desk, parent, anna, approve=True, version=1)
    await undo(desk, replied.decision, anna)

    await undo(desk, (await desk.history(replied.reply.public_id))[-1], anna)

    reply, comment = await desk.comment(replied.reply.public_id), await desk.comment(parent)
    assert (reply.status, comment.status) == (Status.APPROVED, Status.APPROVED)
    assert (reply.credit, comment.credit) == (0, 1)


async def test_undoing_a_reply_leaves_what_was_decided_since(desk: Desk, anna: ApiToken) -> None:
    parent = await waiting(desk)
    replied = await give(desk, parent, anna, approve=True, version=1)
    await desk.decide(parent, Action.SPAM, anna)

    await undo(desk, replied.decision, anna)

    assert (await desk.comment(replied.reply.public_id)).status is Status.DELETED
    assert (await desk.comment(parent)).status is Status.SPAM


async def test_undoing_a_reply_to_what_was_public_leaves_that_public(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await public(desk)
    replied = await give(desk, parent, anna)

    await undo(desk, replied.decision, anna)

    assert (await desk.comment(replied.reply.public_id)).status is Status.DELETED
    assert (await desk.comment(parent)).status is Status.APPROVED


async def test_a_reply_whose_comment_cannot_be_read_is_undone_alone(
    desk: Desk, anna: ApiToken
) -> None:
    replied = await give(desk, await public(desk), anna)
    storage: Any = Answering(desk.storage, "comments.reviewed_by_id", None)

    await undo_decision(replied.decision.public_id, token=anna, storage=storage, clock=desk.clock)

    assert (await desk.comment(replied.reply.public_id)).status is Status.DELETED
