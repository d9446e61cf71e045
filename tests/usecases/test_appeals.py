"""Appeals: one a comment, answered by somebody else than the one who refused, if there is one."""

from typing import Any

import pytest

from service.domain.comment import Author, Comment, Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Concern
from service.domain.decision import APPEAL, Action, Decision
from service.domain.errors import Conflict, Forbidden, Invalid, NotFound
from service.domain.moderator import Acting, ApiToken, Moderator, Principal, Role, Roles
from service.usecases.answer_appeal import answer_appeal
from service.usecases.create_token import create_token
from service.usecases.make_appeal import make_appeal
from service.usecases.own_comment import OwnComment, own_comment
from service.usecases.post_comment import Posted
from service.usecases.post_reply import Reply, post_reply
from service.usecases.undo_decision import undo_decision
from service.usecases.withdraw_comment import withdraw_comment
from tests.usecases.acting import Desk
from tests.usecases.altered import Answering
from tests.usecases.people import Office
from tests.usecases.test_post_comment import block_name


async def appeal(desk: Desk, posted: Posted, text: str = "Toch niet?") -> OwnComment:
    return await make_appeal(
        posted.comment.public_id, posted.token, text, storage=desk.storage, clock=desk.clock
    )


async def answer(
    desk: Desk, posted: Posted, by: Principal, *, grant: bool, **given: Any
) -> tuple[Comment, Decision]:
    comment = await desk.comment(posted.comment.public_id)
    asked = {"version": comment.version, "answer": "Nee.", **given}
    return await answer_appeal(
        comment.public_id, grant=grant, token=by, storage=desk.storage, clock=desk.clock, **asked
    )


async def own(desk: Desk, posted: Posted) -> tuple[str, str | None]:
    found = await own_comment(posted.comment.public_id, posted.token, storage=desk.storage)
    return found.appeal_state, found.appeal.answer if found.appeal else None


async def refused(desk: Desk, by: Principal, action: Action = Action.REJECT) -> Posted:
    posted = await desk.post()
    await desk.decide(posted.comment.public_id, action, by)  # type: ignore[arg-type]
    return posted


async def undo_last(desk: Desk, posted: Posted, by: Principal) -> Comment:
    last = (await desk.history(posted.comment.public_id))[-1]
    comment, _ = await undo_decision(
        last.public_id, token=by, storage=desk.storage, clock=desk.clock
    )
    return comment


def acting(moderator: Moderator) -> Acting:
    return Acting(moderator.public_id, moderator.name, moderator.roles)


@pytest.fixture
async def bea(office: Office) -> Acting:
    return acting(await office.person("Bea"))


@pytest.mark.parametrize("action", [Action.REJECT, Action.SPAM])
async def test_what_was_turned_away_is_appealed_once(
    desk: Desk, anna: ApiToken, action: Action
) -> None:
    posted = await refused(desk, anna, action)
    assert await own(desk, posted) == ("possible", None)

    made = await appeal(desk, posted)

    found, _ = await desk.storage.comments.queue(QueueFilter(only=Concern.APPEALED), None, 10)
    assert made.appeal_state == "open"
    assert [each.comment.public_id for each in found] == [posted.comment.public_id]
    assert found[0].appeal is not None
    assert found[0].appeal.against.action is action
    with pytest.raises(Conflict, match="appeal_taken"):
        await appeal(desk, posted)


async def test_what_waits_or_is_deleted_cannot_be_appealed(desk: Desk, anna: ApiToken) -> None:
    waiting, deleted = await desk.post(), await refused(desk, anna, Action.DELETE)

    for posted in (waiting, deleted):
        assert await own(desk, posted) == ("none", None)
        with pytest.raises(Conflict, match="not_appealable"):
            await appeal(desk, posted)


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u2060"])
async def test_an_appeal_says_something(desk: Desk, anna: ApiToken, text: str) -> None:
    posted = await refused(desk, anna)

    with pytest.raises(Invalid, match="empty_appeal"):
        await appeal(desk, posted, text)


async def test_a_wrong_token_is_refused(desk: Desk, anna: ApiToken) -> None:
    posted = await refused(desk, anna)

    with pytest.raises(Forbidden, match="bad_token"):
        await make_appeal(
            posted.comment.public_id, "x", "Toch?", storage=desk.storage, clock=desk.clock
        )


async def test_a_comment_that_is_gone_cannot_be_appealed(desk: Desk, anna: ApiToken) -> None:
    posted = await refused(desk, anna)
    desk.storage = Answering(desk.storage, "transaction.comment")

    with pytest.raises(Forbidden, match="bad_token"):
        await appeal(desk, posted)


async def test_a_granted_appeal_publishes_and_tells_the_author(
    desk: Desk, anna: ApiToken, bea: Acting
) -> None:
    posted = await refused(desk, anna)
    await appeal(desk, posted)

    comment, decision = await answer(desk, posted, bea, grant=True, answer="Je had gelijk.")

    assert (comment.status, comment.published) == (Status.APPROVED, 1)
    assert (decision.action, decision.reason) == (Action.APPROVE, APPEAL)
    assert decision.note == "Je had gelijk."
    assert await own(desk, posted) == ("granted", "Je had gelijk.")


async def test_a_denied_appeal_is_in_the_log_and_changes_nothing(
    desk: Desk, anna: ApiToken, bea: Acting
) -> None:
    posted = await refused(desk, anna)
    await appeal(desk, posted)

    comment, decision = await answer(desk, posted, bea, grant=False, answer=None)

    assert (comment.status, comment.credit) == (Status.REJECTED, -1)
    assert (decision.action, decision.reason) == (Action.DENY, APPEAL)
    assert await own(desk, posted) == ("denied", None)
    with pytest.raises(Conflict, match="no_open_appeal"):
        await answer(desk, posted, bea, grant=True)
    with pytest.raises(Conflict, match="appeal_taken"):
        await appeal(desk, posted)


async def test_undoing_an_answer_opens_the_appeal_again(
    desk: Desk, anna: ApiToken, bea: Acting
) -> None:
    posted = await refused(desk, anna)
    await appeal(desk, posted)
    for grant in (True, False):
        await answer(desk, posted, bea, grant=grant)

        await undo_last(desk, posted, bea)

        assert await own(desk, posted) == ("open", None)


async def test_who_refused_does_not_answer_while_another_could(
    desk: Desk, office: Office, bea: Acting
) -> None:
    carl = acting(await office.person("Carl"))
    posted = await refused(desk, bea)
    await appeal(desk, posted)

    for grant in (True, False):
        with pytest.raises(Forbidden, match="own_rejection"):
            await answer(desk, posted, bea, grant=grant)
    for action in (Action.APPROVE, Action.SPAM, Action.DELETE, Action.RESTORE):
        with pytest.raises(Forbidden, match="own_rejection"):
            await desk.decide(posted.comment.public_id, action, bea)  # type: ignore[arg-type]

    with pytest.raises(Forbidden, match="own_rejection"):
        await post_reply(
            posted.comment.public_id,
            Reply("Toch maar.", approve=True, version=2),
            token=bea,
            storage=desk.storage,
            clock=desk.clock,
            rule_book=desk.rule_book,
        )

    await answer(desk, posted, carl, grant=False)


async def test_who_refused_can_take_his_own_decision_back(
    desk: Desk, office: Office, bea: Acting
) -> None:
    await office.person("Carl")
    posted = await refused(desk, bea)
    await appeal(desk, posted)

    comment = await undo_last(desk, posted, bea)

    assert comment.status is Status.PENDING
    assert await own(desk, posted) == ("granted", None)


async def test_a_token_is_whoever_made_it(desk: Desk, office: Office, bea: Acting) -> None:
    await office.person("Carl")
    token, _ = await create_token(
        "script", bea.roles, expires_at=None, by=bea, storage=desk.storage, clock=desk.clock
    )
    posted = await refused(desk, token)
    await appeal(desk, posted)

    with pytest.raises(Forbidden, match="own_rejection"):
        await answer(desk, posted, bea, grant=True)


@pytest.mark.parametrize(
    "others",
    [[], [Roles(Role.VIEWER)], [Roles(on_sites={12345: Role.ADMIN})]],
    ids=["none", "a viewer", "of another site"],
)
async def test_who_refused_answers_when_nobody_else_could(
    desk: Desk, office: Office, bea: Acting, others: list[Roles]
) -> None:
    for roles in others:
        await office.person("Carl", roles)
    posted = await refused(desk, bea)
    await appeal(desk, posted)

    comment, _ = await answer(desk, posted, bea, grant=True)

    assert comment.status is Status.APPROVED


async def test_anybody_answers_what_the_rules_turned_away(
    desk: Desk, office: Office, bea: Acting
) -> None:
    await office.person("Carl")
    await block_name(desk, "Spammer")
    posted = await desk.post(site="open", author=Author("Spammer"))
    await appeal(desk, posted)

    comment, _ = await answer(desk, posted, bea, grant=True)

    assert comment.status is Status.APPROVED


async def test_another_act_of_somebody_else_answers_too(
    desk: Desk, anna: ApiToken, bea: Acting
) -> None:
    for action, state in ((Action.APPROVE, "granted"), (Action.SPAM, "denied")):
        posted = await refused(desk, anna)
        await appeal(desk, posted)

        await desk.decide(posted.comment.public_id, action, bea)  # type: ignore[arg-type]

        assert await own(desk, posted) == (state, None)


async def test_a_withdrawn_comment_has_no_appeal(desk: Desk, anna: ApiToken) -> None:
    posted = await refused(desk, anna)
    await appeal(desk, posted)

    await withdraw_comment(
        posted.comment.public_id, posted.token, storage=desk.storage, clock=desk.clock
    )

    assert await own(desk, posted) == ("none", None)
    assert await desk.storage.comments.count(QueueFilter(only=Concern.APPEALED)) == 0


async def test_an_answer_is_to_what_was_seen_on_ones_own_sites(
    desk: Desk, anna: ApiToken, bea: Acting
) -> None:
    posted = await refused(desk, anna)
    await appeal(desk, posted)
    stranger = Acting("x", "X", Roles(on_sites={12345: Role.OWNER}))

    with pytest.raises(Conflict, match="stale_version"):
        await answer(desk, posted, bea, grant=True, version=1)
    for token, public_id in ((stranger, posted.comment.public_id), (bea, "0" * 32)):
        with pytest.raises(NotFound, match="unknown_comment"):
            await answer_appeal(
                public_id,
                grant=True,
                version=2,
                answer=None,
                token=token,
                storage=desk.storage,
                clock=desk.clock,
            )
