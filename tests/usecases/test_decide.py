"""Deciding, and undoing what was decided."""

import asyncio
from typing import Any

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import Action, Actor, ActorKind, Decision, fold
from service.domain.errors import Conflict, NotFound
from service.domain.moderator import ApiToken
from service.usecases.undo_decision import undo_decision
from tests.usecases.acting import DEVICE, Desk


async def undo(desk: Desk, decision: Decision, token: ApiToken) -> tuple[Comment, Decision]:
    return await undo_decision(
        decision.public_id, token=token, storage=desk.storage, clock=desk.clock
    )


@pytest.mark.parametrize(
    ("action", "status", "published"),
    [
        (Action.APPROVE, Status.APPROVED, 1),
        (Action.REJECT, Status.REJECTED, None),
        (Action.SPAM, Status.SPAM, None),
        (Action.DELETE, Status.DELETED, None),
    ],
)
async def test_each_act_does_what_it_says(
    desk: Desk, anna: ApiToken, action: Action, status: Status, published: int | None
) -> None:
    posted = await desk.post()

    comment, decision = await desk.decide(posted.comment.public_id, action, anna)

    assert (comment.status, comment.published, comment.version) == (status, published, 2)
    assert (decision.action, decision.version) == (action, 1)
    assert comment == await desk.comment(posted.comment.public_id)


async def test_restore_brings_a_comment_back(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()
    await desk.decide(posted.comment.public_id, Action.APPROVE, anna)
    await desk.decide(posted.comment.public_id, Action.SPAM, anna)

    comment, _ = await desk.decide(posted.comment.public_id, Action.RESTORE, anna)

    assert (comment.status, comment.published) == (Status.APPROVED, 1)


async def test_the_log_tells_who_decided_and_why(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()

    _, decision = await desk.decide(
        posted.comment.public_id, Action.REJECT, anna, reason="off_topic", note="Hoort elders"
    )

    *_, logged = await desk.history(posted.comment.public_id)
    assert logged == decision
    assert logged.actor == Actor(ActorKind.MODERATOR, anna.public_id, "Anna")
    assert (logged.reason, logged.note) == ("off_topic", "Hoort elders")


async def test_a_stale_version_is_told_the_decision_that_came_first(
    desk: Desk, anna: ApiToken
) -> None:
    posted = await desk.post()
    _, first = await desk.decide(posted.comment.public_id, Action.REJECT, anna, version=1)

    with pytest.raises(Conflict) as refused:
        await desk.decide(posted.comment.public_id, Action.APPROVE, anna, version=1)

    assert (refused.value.code, refused.value.field) == ("stale_version", "version")
    assert refused.value.decision == first
    assert (await desk.comment(posted.comment.public_id)).status is Status.REJECTED


async def test_of_many_decisions_at_once_one_wins(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()

    async def attempt(action: Action) -> bool:
        try:
            await desk.decide(posted.comment.public_id, action, anna, version=1)
        except Conflict:
            return False
        return True

    won = await asyncio.gather(*(attempt(action) for action in [Action.APPROVE, Action.SPAM] * 5))

    assert sum(won) == 1
    assert len(await desk.history(posted.comment.public_id)) == 2


async def test_an_act_that_changes_nothing_leaves_no_row(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(site="open")

    with pytest.raises(Conflict, match="not_possible"):
        await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    assert len(await desk.history(posted.comment.public_id)) == 1
    assert (await desk.comment(posted.comment.public_id)).version == 1


async def test_nobody_decides_on_what_is_not_there(desk: Desk, anna: ApiToken) -> None:
    with pytest.raises(NotFound, match="unknown_comment"):
        await desk.decide("0" * 32, Action.APPROVE, anna, version=1)


async def test_the_token_of_another_site_sees_nothing_to_decide(desk: Desk) -> None:
    posted = await desk.post(site="blog")
    stranger = await desk.token(site_slug="open")

    with pytest.raises(NotFound, match="unknown_comment"):
        await desk.decide(posted.comment.public_id, Action.APPROVE, stranger)


async def test_a_persons_decisions_make_the_authors_record(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(device=DEVICE)
    records = []

    for action in (Action.APPROVE, Action.SPAM, Action.RESTORE):
        comment, _ = await desk.decide(posted.comment.public_id, action, anna)
        identity = await desk.storage.identities.by_id(comment.identity_id or 0)
        assert identity is not None
        records.append((identity.approved, identity.rejected))

    assert records == [(1, 0), (0, 1), (1, 0)]


async def test_undo_brings_a_comment_back_to_where_it_stood(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(device=DEVICE)
    _, decision = await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    comment, undoing = await undo(desk, decision, anna)

    assert (comment.status, comment.published, comment.version) == (Status.PENDING, None, 3)
    assert (undoing.action, undoing.undoes) == (Action.UNDO, decision.public_id)
    identity = await desk.storage.identities.by_id(comment.identity_id or 0)
    assert identity is not None
    assert (identity.approved, identity.rejected) == (0, 0)


async def test_an_undo_can_be_undone(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(device=DEVICE)
    _, decision = await desk.decide(posted.comment.public_id, Action.APPROVE, anna)
    _, undoing = await undo(desk, decision, anna)

    comment, _ = await undo(desk, undoing, anna)

    assert (comment.status, comment.published, comment.credit) == (Status.APPROVED, 1, 1)


async def test_a_decision_that_a_newer_one_followed_is_superseded(
    desk: Desk, anna: ApiToken
) -> None:
    posted = await desk.post()
    _, first = await desk.decide(posted.comment.public_id, Action.APPROVE, anna)
    _, newer = await desk.decide(posted.comment.public_id, Action.SPAM, anna)

    with pytest.raises(Conflict) as refused:
        await undo(desk, first, anna)

    assert refused.value.code == "superseded"
    assert refused.value.decision == newer


async def test_a_decision_is_undone_once(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()
    _, decision = await desk.decide(posted.comment.public_id, Action.APPROVE, anna)
    await undo(desk, decision, anna)

    with pytest.raises(Conflict, match="superseded"):
        await undo(desk, decision, anna)


async def test_what_the_rules_decided_cannot_be_undone(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()
    (decision,) = await desk.history(posted.comment.public_id)

    with pytest.raises(Conflict, match="not_undoable"):
        await undo(desk, decision, anna)


@pytest.mark.parametrize("whose", ["unknown", "another site's"])
async def test_nobody_undoes_what_he_may_not_see(desk: Desk, anna: ApiToken, whose: str) -> None:
    posted = await desk.post(site="blog")
    _, decision = await desk.decide(posted.comment.public_id, Action.APPROVE, anna)
    token = await desk.token(site_slug="open")
    wanted: dict[str, Any] = {"unknown": "0" * 32, "another site's": decision.public_id}

    with pytest.raises(NotFound, match="unknown_decision"):
        await undo_decision(wanted[whose], token=token, storage=desk.storage, clock=desk.clock)


async def test_the_status_is_the_fold_of_the_decisions(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()
    for action in (Action.APPROVE, Action.SPAM, Action.RESTORE, Action.DELETE):
        comment, decision = await desk.decide(posted.comment.public_id, action, anna)
    comment, _ = await undo(desk, decision, anna)

    standing = fold(await desk.history(posted.comment.public_id))

    assert standing is not None
    assert (standing.status, standing.published) == (comment.status, comment.published)
