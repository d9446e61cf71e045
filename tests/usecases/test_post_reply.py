"""A moderator answers a comment, and approves it in the same act."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from service.domain.comment import Author, Badge, BadgeWord, Status
from service.domain.decision import Action, Actor, ActorKind
from service.domain.errors import Conflict, Invalid, NotFound, Unavailable
from service.domain.identity import edit_token
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases.own_comment import own_comment
from service.usecases.rule_book import RuleBook
from tests.usecases.acting import Desk
from tests.usecases.altered import Answering, Overtaken
from tests.usecases.replying import give, public, waiting

THANKS = "Dank je wel!"


async def test_a_reply_is_public_at_once_under_the_accounts_name_and_badge(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await public(desk)

    replied = await give(desk, parent, anna)

    reply = await desk.comment(replied.reply.public_id)
    assert (reply.status, reply.published, reply.version) == (Status.APPROVED, 1, 1)
    assert reply.author == Author("Anna")
    assert reply.badge == Badge(BadgeWord.MODERATOR, anna.public_id)
    assert reply.parent_id == (await desk.comment(parent)).id
    [decision] = await desk.history(reply.public_id)
    assert decision.actor == Actor(ActorKind.MODERATOR, anna.public_id, "Anna")
    assert (decision.action, decision.before) == (Action.APPROVE, None)
    assert replied.approval is None


async def test_approving_and_replying_is_one_act(desk: Desk, anna: ApiToken) -> None:
    parent = await waiting(desk)

    replied = await give(desk, parent, anna, approve=True, version=1)

    approved = await desk.comment(parent)
    assert (approved.status, approved.published, approved.credit) == (Status.APPROVED, 1, 1)
    assert replied.approval == (await desk.history(parent))[-1]
    assert (await desk.comment(replied.reply.public_id)).status is Status.APPROVED


async def test_when_the_reply_cannot_be_stored_nothing_is_approved(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await waiting(desk)
    broken = Breaking(desk.storage)

    with pytest.raises(Unavailable):
        await give(desk, parent, anna, approve=True, version=1, storage=broken)

    assert (await desk.comment(parent)).status is Status.PENDING
    assert len(await desk.history(parent)) == 1


async def test_a_stale_version_is_told_who_was_first_and_replies_nothing(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await waiting(desk)
    _, first = await desk.decide(parent, Action.REJECT, anna)

    with pytest.raises(Conflict, match="stale_version") as refused:
        await give(desk, parent, anna, approve=True, version=1)

    assert refused.value.decision == first
    assert await desk.count_stored() == 1


@pytest.mark.parametrize("action", [None, Action.REJECT, Action.SPAM, Action.DELETE])
async def test_what_readers_do_not_see_is_not_answered(
    desk: Desk, anna: ApiToken, action: Action | None
) -> None:
    parent = await waiting(desk)
    if action is not None:
        await desk.decide(parent, action, anna)

    with pytest.raises(Conflict, match="not_public"):
        await give(desk, parent, anna)

    assert await desk.count_stored() == 1


async def test_what_is_approved_already_is_not_approved_again(desk: Desk, anna: ApiToken) -> None:
    parent = await public(desk)

    with pytest.raises(Conflict, match="not_possible"):
        await give(desk, parent, anna, approve=True, version=1)


async def test_a_deleted_comment_is_not_brought_back_by_a_reply(desk: Desk, anna: ApiToken) -> None:
    parent = await waiting(desk)
    await desk.decide(parent, Action.DELETE, anna)

    with pytest.raises(Conflict, match="not_possible"):
        await give(desk, parent, anna, approve=True, version=2)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("\u200b \n", "empty"), ("é" * 5_001, "too_long")]
)
async def test_a_reply_is_as_long_as_a_comment_may_be_and_not_empty(
    desk: Desk, anna: ApiToken, text: str, code: str
) -> None:
    parent = await public(desk)

    with pytest.raises(Invalid, match=code):
        await give(desk, parent, anna, text=text)


async def test_no_rule_judges_a_reply_away(desk: Desk, anna: ApiToken) -> None:
    parent = await public(desk)
    text = "CHECK OUT MY CHANNEL http://a.example http://b.example http://c.example"

    replied = await give(desk, parent, anna, text=text)

    [(revision, findings)] = await desk.storage.comments.revisions(replied.reply.id)
    assert replied.reply.published == 1
    assert (revision.verdict, revision.fingerprint, findings) == ("publish", "", [])


async def test_the_token_of_another_site_cannot_reply(desk: Desk) -> None:
    parent = await public(desk)
    stranger = await desk.token(site_slug="blog")

    with pytest.raises(NotFound, match="unknown_comment"):
        await give(desk, parent, stranger)


async def test_nobody_replies_to_what_is_not_there(desk: Desk, anna: ApiToken) -> None:
    with pytest.raises(NotFound, match="unknown_comment"):
        await give(desk, "0" * 32, anna)


async def test_nobody_replies_to_what_is_gone_meanwhile(desk: Desk, anna: ApiToken) -> None:
    parent = await public(desk)

    with pytest.raises(NotFound, match="unknown_comment"):
        await give(desk, parent, anna, storage=Answering(desk.storage, "transaction.comment", None))


async def test_the_same_key_replies_once(desk: Desk, anna: ApiToken) -> None:
    parent = await waiting(desk)
    said = {"approve": True, "version": 1, "key": "k"}
    first = await give(desk, parent, anna, **said)

    again = await give(desk, parent, anna, **said)

    assert again == replace(first, reply=again.reply)
    assert again.reply.public_id == first.reply.public_id
    assert await desk.count_stored() == 2


async def test_of_two_with_the_same_key_at_once_one_replies(desk: Desk, anna: ApiToken) -> None:
    parent = await public(desk)

    made = await asyncio.gather(*(give(desk, parent, anna, key="k") for _ in range(5)))

    assert len({replied.reply.public_id for replied in made}) == 1
    assert await desk.count_stored() == 2


async def test_the_second_of_two_that_approve_finds_what_the_first_did(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await waiting(desk)
    said: dict[str, Any] = {"approve": True, "version": 1, "key": "k"}
    late = Overtaken(desk.storage, lambda: give(desk, parent, anna, **said))

    replied = await give(desk, parent, anna, storage=late, **said)

    assert replied.approval is not None
    assert await desk.count_stored() == 2


async def test_a_key_that_said_something_else_is_refused(desk: Desk, anna: ApiToken) -> None:
    parent = await public(desk)
    await give(desk, parent, anna, key="k")

    with pytest.raises(Invalid, match="idempotency_key_reused"):
        await give(desk, parent, anna, text="Iets anders", key="k")


async def test_keys_are_each_accounts_own_and_no_visitors(desk: Desk, anna: ApiToken) -> None:
    parent = (await desk.post("Mooi.", site="open", idempotency_key="k")).comment.public_id
    bea = await desk.token(name="Bea")

    first = await give(desk, parent, anna, key="k")
    second = await give(desk, parent, bea, key="k")

    assert first.reply.public_id != second.reply.public_id


async def test_a_key_whose_reply_is_gone_replies_anew(desk: Desk, anna: ApiToken) -> None:
    parent = await public(desk)
    await give(desk, parent, anna, key="k")

    with pytest.raises(Conflict, match="idempotency_key_taken"):
        await give(
            desk,
            parent,
            anna,
            key="k",
            storage=Answering(desk.storage, "comments.by_public_id", None),
        )


async def test_no_edit_token_opens_a_reply(desk: Desk, anna: ApiToken, open_site: Site) -> None:
    replied = await give(desk, await public(desk), anna)
    token = edit_token(open_site, replied.reply.public_id)

    for tried in (token, ""):
        with pytest.raises(Exception, match="bad_token"):
            await own_comment(replied.reply.public_id, tried, storage=desk.storage)


async def test_replies_teach_the_model_nothing_and_make_no_record(
    desk: Desk, anna: ApiToken, open_site: Site
) -> None:
    replied = await give(desk, await public(desk), anna)
    for action in (Action.SPAM, Action.RESTORE, Action.REJECT, Action.APPROVE):
        comment, _ = await desk.decide(replied.reply.public_id, action, anna)
        assert comment.credit == 0

    assert await desk.storage.models.lessons(open_site.id, 100) == []


async def test_replies_are_no_part_of_a_replay(desk: Desk, anna: ApiToken, open_site: Site) -> None:
    await give(desk, await public(desk), anna)

    judged = await desk.storage.history.judged(open_site.id, (0, 0), 0, 2**60, 100)

    assert len(judged) == await desk.storage.history.count(open_site.id, 0, 2**60) == 1
    assert await desk.storage.history.before_newest(open_site.id, 1) == (0, 0)


async def test_a_visitor_who_says_what_a_moderator_said_repeats_nobody(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await public(desk)
    for _ in range(3):
        await give(desk, parent, anna)
    desk.rule_book = RuleBook(desk.storage)

    posted = await desk.post(THANKS, site="open", parent=parent)

    assert posted.comment.status is Status.APPROVED


class Breaking:
    """A storage that cannot store a comment within a unit of work."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    async def write(self, unit: Any) -> Any:
        async def broken(tx: Any) -> Any:
            async def add_comment(_new: Any) -> Any:
                raise Unavailable

            tx.add_comment = add_comment
            return await unit(tx)

        return await self._storage.write(broken)
