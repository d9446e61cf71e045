"""Editing: judged anew; the approved text stays until the new one passes."""

from typing import Any

import pytest

from service.domain.comment import Status
from service.domain.decision import Action, Standing
from service.domain.errors import Conflict, Forbidden, Invalid
from service.domain.moderator import ApiToken
from service.usecases.edit_comment import edit_comment
from service.usecases.own_comment import OwnComment, own_comment
from service.usecases.post_comment import Posted
from service.usecases.withdraw_comment import withdraw_comment
from tests.usecases.acting import DEVICE, Desk
from tests.usecases.altered import Overtaken

LINKS = "http://a.test http://b.test http://c.test"


async def edit(desk: Desk, posted: Posted, text: str, **more: Any) -> OwnComment:
    return await edit_comment(
        posted.comment.public_id,
        more.pop("token", posted.token),
        text,
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
        **more,
    )


async def test_an_edit_that_passes_is_public_at_once(desk: Desk) -> None:
    posted = await desk.post("Mooi verhall", site="open")

    own = await edit(desk, posted, "Mooi verhaal")

    assert (own.comment.status, own.comment.published) == (Status.APPROVED, 2)
    assert own.revision.text == "Mooi verhaal"
    assert own.comment.edited_at is not None


async def test_an_edit_that_mends_a_comma_is_no_repetition_of_itself(desk: Desk) -> None:
    posted = await desk.post("Mooi verhaal dank je wel", site="open")

    own = await edit(desk, posted, "Mooi verhaal, dank je wel!")

    assert own.comment.status is Status.APPROVED


async def test_the_approved_text_stays_public_until_the_new_one_passes(
    desk: Desk, anna: ApiToken
) -> None:
    posted = await desk.post("Mooi verhaal", site="open")

    own = await edit(desk, posted, LINKS)
    waiting = (own.comment.status, own.comment.published, own.comment.current)
    approved, _ = await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    assert waiting == (Status.PENDING, 1, 2)
    assert (approved.status, approved.published) == (Status.APPROVED, 2)


async def test_refusing_an_edit_leaves_the_approved_text(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post("Mooi verhaal", site="open")
    await edit(desk, posted, LINKS)

    refused, _ = await desk.decide(posted.comment.public_id, Action.REJECT, anna)

    assert (refused.status, refused.published) == (Status.APPROVED, 1)


async def test_an_edit_of_a_waiting_comment_never_releases_it(desk: Desk) -> None:
    posted = await desk.post(LINKS, site="open")

    own = await edit(desk, posted, "Nu heel netjes")

    assert (own.comment.status, own.comment.published) == (Status.PENDING, None)
    assert own.comment.version == posted.comment.version + 1


async def test_every_text_is_kept(desk: Desk) -> None:
    posted = await desk.post("Een", site="open")
    await edit(desk, posted, "Twee")

    revisions = await desk.storage.comments.revisions(posted.comment.id)

    assert [(revision.number, revision.text) for revision, _ in revisions] == [
        (1, "Een"),
        (2, "Twee"),
    ]


async def test_an_edit_is_a_decision_of_the_rules(desk: Desk) -> None:
    posted = await desk.post("Een", site="open")
    await edit(desk, posted, LINKS)

    *_, last = await desk.history(posted.comment.public_id)

    assert last.action is Action.HOLD
    assert last.revision == 2
    assert last.after == Standing(Status.PENDING, 1)


async def test_the_same_text_again_changes_nothing(desk: Desk) -> None:
    posted = await desk.post("Een", site="open")

    own = await edit(desk, posted, "Een")

    assert own.comment.version == 1
    assert own.comment.edited_at is None


async def test_a_refused_edit_is_not_public_for_its_author(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post("Mooi verhaal", site="open")
    await edit(desk, posted, LINKS)
    await desk.decide(posted.comment.public_id, Action.REJECT, anna)

    own = await own_comment(posted.comment.public_id, posted.token, storage=desk.storage)

    assert (own.revision.text, own.is_public, own.is_open) == (LINKS, False, False)


async def test_a_refused_edit_sent_again_is_judged_again(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post("Mooi verhaal", site="open")
    await edit(desk, posted, LINKS)
    await desk.decide(posted.comment.public_id, Action.REJECT, anna)

    own = await edit(desk, posted, LINKS)

    assert (own.comment.status, own.comment.current) == (Status.PENDING, 3)


async def test_an_edit_that_a_gate_refuses_changes_nothing(desk: Desk) -> None:
    posted = await desk.post("Een", site="open")

    with pytest.raises(Invalid, match="empty"):
        await edit(desk, posted, "  ")

    assert await desk.comment(posted.comment.public_id) == posted.comment


async def test_edits_over_budget_wait(desk: Desk) -> None:
    posted = await desk.post("Een", site="open")

    own = await edit(desk, posted, "Twee", over_budget=("site",))

    assert own.comment.status is Status.PENDING


async def test_an_edit_is_judged_by_its_authors_record(desk: Desk, anna: ApiToken) -> None:
    for text in ("Een goed verhaal.", "Nog een goed verhaal."):
        posted = await desk.post(text, device=DEVICE)
        await desk.decide(posted.comment.public_id, Action.APPROVE, anna)
    trusted = await desk.post("En een derde.", device=DEVICE)

    own = await edit(desk, trusted, "En een derde, beter.")

    assert own.comment.status is Status.APPROVED


async def test_editing_ends_when_its_window_does(desk: Desk) -> None:
    posted = await desk.post("Een", site="open")

    desk.clock.pass_minutes(59)
    await edit(desk, posted, "Twee")
    desk.clock.pass_minutes(1)

    with pytest.raises(Forbidden, match="edit_window_over"):
        await edit(desk, posted, "Drie")


async def test_what_a_person_removed_cannot_be_edited(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()
    await desk.decide(posted.comment.public_id, Action.DELETE, anna)

    with pytest.raises(Conflict, match="not_editable"):
        await edit(desk, posted, "Alsjeblieft")


async def test_a_withdrawn_comment_cannot_be_edited(desk: Desk) -> None:
    posted = await desk.post()
    await withdraw_comment(
        posted.comment.public_id, posted.token, storage=desk.storage, clock=desk.clock
    )

    with pytest.raises(Conflict, match="not_editable"):
        await edit(desk, posted, "Toch maar")


async def test_nobody_edits_without_the_comments_own_token(desk: Desk) -> None:
    posted = await desk.post("Een")
    other = await desk.post("Twee")

    with pytest.raises(Forbidden, match="bad_token"):
        await edit(desk, posted, "Drie", token=other.token)


async def test_an_edit_overtaken_by_a_decision_is_told_of_it(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post()
    decisions = []

    async def reject() -> None:
        decisions.append((await desk.decide(posted.comment.public_id, Action.REJECT, anna))[1])

    desk.storage = Overtaken(desk.storage, reject)
    with pytest.raises(Conflict) as refused:
        await edit(desk, posted, "Beter")

    assert refused.value.code == "stale_version"
    assert refused.value.decision == decisions[0]
    assert len(await desk.storage.comments.revisions(posted.comment.id)) == 1
