"""A moderator edits a reply of his own."""

from typing import Any

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import Action, Decision, Standing, fold
from service.domain.errors import Conflict, Forbidden, Invalid, NotFound
from service.domain.moderator import ApiToken, Role
from service.usecases.edit_reply import edit_reply
from service.usecases.post_reply import Reply, post_reply
from service.usecases.undo_decision import undo_decision
from tests.usecases.acting import Desk
from tests.usecases.altered import Answering


@pytest.fixture
async def reply(desk: Desk, anna: ApiToken) -> Comment:
    """Anna's, on a comment that is public."""
    posted = await desk.post(site="open")
    replied = await post_reply(
        posted.comment.public_id,
        Reply("Dank je wel!"),
        token=anna,
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )
    return replied.reply


async def edit(
    desk: Desk,
    comment: Comment,
    text: str,
    token: ApiToken,
    *,
    version: int = 1,
    storage: Any = None,
) -> tuple[Comment, Decision]:
    return await edit_reply(
        comment.public_id,
        text,
        version=version,
        token=token,
        storage=storage or desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )


async def test_an_edit_is_public_at_once_and_keeps_the_old_text(
    desk: Desk, anna: ApiToken, reply: Comment
) -> None:
    edited, decision = await edit(desk, reply, "Dank je wel, Jan!", anna)

    texts = [each.text for each, _ in await desk.storage.comments.revisions(reply.id)]
    assert texts == ["Dank je wel!", "Dank je wel, Jan!"]
    assert (edited.status, edited.published, edited.version) == (Status.APPROVED, 2, 2)
    assert edited.edited_at is not None
    assert decision.action is Action.EDIT
    assert (decision.before, decision.after) == (
        Standing(Status.APPROVED, 1),
        Standing(Status.APPROVED, 2),
    )
    assert fold(await desk.history(reply.public_id)) == decision.after


async def test_the_same_text_again_changes_nothing(
    desk: Desk, anna: ApiToken, reply: Comment
) -> None:
    same, decision = await edit(desk, reply, "Dank je wel!", anna)

    assert same.version == 1
    assert [decision] == await desk.history(reply.public_id)


async def test_an_edit_can_be_undone(desk: Desk, anna: ApiToken, reply: Comment) -> None:
    _, decision = await edit(desk, reply, "Dank je wel, Jan!", anna)

    comment, _ = await undo_decision(
        decision.public_id, token=anna, storage=desk.storage, clock=desk.clock
    )

    assert (comment.status, comment.published, comment.current) == (Status.APPROVED, 1, 2)


async def test_nobody_else_puts_words_in_a_moderators_mouth(desk: Desk, reply: Comment) -> None:
    for other in (await desk.token(name="Anna"), await desk.token(Role.OWNER, name="Bea")):
        with pytest.raises(Forbidden, match="not_own_reply"):
            await edit(desk, reply, "Ik ben het niet", other)


async def test_a_visitors_comment_is_no_reply_of_ones_own(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(site="open")

    with pytest.raises(Forbidden, match="not_own_reply"):
        await edit(desk, posted.comment, "Iets anders", anna)


async def test_the_token_of_another_site_sees_nothing_to_edit(desk: Desk, reply: Comment) -> None:
    stranger = await desk.token(site_slug="blog")

    with pytest.raises(NotFound, match="unknown_comment"):
        await edit(desk, reply, "Iets anders", stranger)


async def test_an_edit_of_what_changed_meanwhile_is_refused(
    desk: Desk, anna: ApiToken, reply: Comment
) -> None:
    _, first = await desk.decide(reply.public_id, Action.DELETE, anna)

    with pytest.raises(Conflict, match="stale_version") as refused:
        await edit(desk, reply, "Iets anders", anna)

    assert refused.value.decision == first


async def test_what_readers_do_not_see_is_not_edited(
    desk: Desk, anna: ApiToken, reply: Comment
) -> None:
    await desk.decide(reply.public_id, Action.DELETE, anna)

    with pytest.raises(Conflict, match="not_editable"):
        await edit(desk, reply, "Iets anders", anna, version=2)


async def test_an_edit_to_nothing_is_refused(desk: Desk, anna: ApiToken, reply: Comment) -> None:
    with pytest.raises(Invalid, match="empty"):
        await edit(desk, reply, " ", anna)


async def test_a_reply_that_is_gone_meanwhile_is_not_edited(
    desk: Desk, anna: ApiToken, reply: Comment
) -> None:
    gone = Answering(desk.storage, "transaction.comment", None)

    with pytest.raises(NotFound, match="unknown_comment"):
        await edit(desk, reply, "Iets anders", anna, storage=gone)
