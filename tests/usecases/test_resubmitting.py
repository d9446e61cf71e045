"""Sending a comment in again that was turned away: once, with another text, and to a person."""

import pytest

from service.domain.author import MarkKind
from service.domain.comment import Status
from service.domain.decision import RULES, Action
from service.domain.errors import Conflict, Invalid
from service.domain.moderator import ApiToken
from service.domain.refusal import Refusal
from service.domain.site import Site
from service.usecases.answer_appeal import answer_appeal
from service.usecases.make_appeal import make_appeal
from service.usecases.own_comment import OwnComment, own_comment
from service.usecases.post_comment import Posted
from tests.usecases.acting import DEVICE, Desk
from tests.usecases.altered import Overtaken
from tests.usecases.test_blocks import block
from tests.usecases.test_edit_comment import edit


async def own(desk: Desk, posted: Posted) -> OwnComment:
    return await own_comment(posted.comment.public_id, posted.token, storage=desk.storage)


async def refused(desk: Desk, by: ApiToken, action: Action = Action.REJECT) -> Posted:
    posted = await desk.post("Foei zeg", site="open", device=DEVICE)
    await desk.decide(posted.comment.public_id, action, by)
    return posted


async def appeal(desk: Desk, posted: Posted) -> OwnComment:
    known = {"storage": desk.storage, "clock": desk.clock}
    return await make_appeal(posted.comment.public_id, posted.token, "Toch niet?", **known)


@pytest.mark.parametrize("action", [Action.REJECT, Action.SPAM])
async def test_another_text_waits_for_a_person_long_after_and_the_refusal_stays_in_the_log(
    desk: Desk, anna: ApiToken, action: Action
) -> None:
    posted = await refused(desk, anna, action)
    desk.clock.pass_minutes(10_000)
    assert (await own(desk, posted)).may_resubmit

    again = await edit(desk, posted, "Netjes gezegd")

    history = await desk.history(posted.comment.public_id)
    assert [each.action for each in history] == [Action.PUBLISH, action, Action.HOLD]
    assert history[-1].actor == RULES
    assert (again.comment.status, again.comment.published) == (Status.PENDING, None)
    assert (again.revision.number, again.refusal, again.may_resubmit) == (2, None, False)


async def test_it_is_done_once_whatever_becomes_of_it(desk: Desk, anna: ApiToken) -> None:
    posted = await refused(desk, anna)
    await edit(desk, posted, "Netjes gezegd")
    await desk.decide(posted.comment.public_id, Action.REJECT, anna)

    with pytest.raises(Conflict, match="resubmission_taken"):
        await edit(desk, posted, "Nog netter gezegd")

    assert not (await own(desk, posted)).may_resubmit


async def test_what_the_rules_turn_away_reaches_nobody_and_tells_no_more(
    desk: Desk, anna: ApiToken
) -> None:
    posted = await refused(desk, anna, Action.SPAM)
    await block(desk, anna, posted.comment.public_id, MarkKind.IDENTITY)

    again = await edit(desk, posted, "Netjes gezegd")

    last = (await desk.history(posted.comment.public_id))[-1]
    assert (last.action, last.before, last.revision) == (Action.TURN_AWAY, last.after, 2)
    assert again.comment.status is Status.SPAM
    assert again.refusal == (await own(desk, posted)).refusal == Refusal("other")
    appealed = await appeal(desk, posted)
    assert appealed.appeal is not None
    assert appealed.appeal.against.actor.name == "Anna"


async def test_the_same_text_is_not_sent_in_again(desk: Desk, anna: ApiToken) -> None:
    posted = await refused(desk, anna)

    with pytest.raises(Invalid, match="same_text"):
        await edit(desk, posted, "Foei zeg")


async def test_it_waits_for_the_answer_to_an_appeal(desk: Desk, anna: ApiToken) -> None:
    posted = await refused(desk, anna)
    asked = await appeal(desk, posted)

    with pytest.raises(Conflict, match="appeal_open"):
        await edit(desk, posted, "Netjes gezegd")
    await answer_appeal(
        posted.comment.public_id,
        grant=False,
        version=asked.comment.version,
        answer=None,
        token=anna,
        storage=desk.storage,
        clock=desk.clock,
    )

    assert (await edit(desk, posted, "Netjes gezegd")).comment.status is Status.PENDING


async def test_an_appeal_made_meanwhile_comes_first(desk: Desk, anna: ApiToken) -> None:
    posted = await refused(desk, anna)
    storage = desk.storage

    async def ask() -> None:
        known = {"storage": storage, "clock": desk.clock}
        await make_appeal(posted.comment.public_id, posted.token, "Toch niet?", **known)

    desk.storage = Overtaken(storage, ask)
    with pytest.raises(Conflict, match="appeal_open"):
        await edit(desk, posted, "Netjes gezegd")

    assert len(await storage.comments.revisions(posted.comment.id)) == 1


async def test_a_text_that_waits_teaches_nothing_of_the_one_before_it(
    desk: Desk, anna: ApiToken, open_site: Site
) -> None:
    posted = await refused(desk, anna)
    before = await desk.storage.models.lessons(open_site.id, 10)

    await edit(desk, posted, "Netjes gezegd")
    waiting = await desk.storage.models.lessons(open_site.id, 10)
    await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    after = await desk.storage.models.lessons(open_site.id, 10)
    assert [(one.text, one.is_bad) for one in before] == [("Foei zeg", True)]
    assert waiting == []
    assert [(one.text, one.is_bad) for one in after] == [("Netjes gezegd", False)]
