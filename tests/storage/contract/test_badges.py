"""Comments of the site's own."""

from dataclasses import replace

import pytest

from service.domain.comment import UNJUDGED, Badge, BadgeWord, Status
from service.domain.decision import Action, Decision
from service.domain.errors import Conflict, Invalid
from service.domain.identity import author_key
from service.domain.ports import NewComment, Transaction
from service.domain.published import PublishedComment
from service.storage import SqlStorage
from tests.storage.making import MODERATOR, Maker

BADGE = Badge(BadgeWord.MODERATOR, "a" * 32)


def own(new: NewComment) -> NewComment:
    decision = replace(new.decision, actor=MODERATOR, action=Action.APPROVE)
    revision = replace(new.revision, rule_set=UNJUDGED)
    return replace(new, badge=BADGE, decision=decision, revision=revision, findings=())


async def published(storage: SqlStorage, comment_id: int) -> PublishedComment:
    found = await storage.comments.published(comment_id, 1)
    assert found is not None
    return found


async def test_a_badge_is_kept_and_shown_and_only_where_it_was_given(
    storage: SqlStorage, make: Maker
) -> None:
    visitor = await make.comment()

    comment, _ = await storage.accept(own(make.new(parent=visitor)))

    assert comment.badge == BADGE
    assert await storage.comments.by_public_id(comment.public_id) == comment
    assert (await published(storage, comment.id)).badge == "moderator"
    assert (await published(storage, visitor.id)).badge is None
    page = await storage.comments.page(visitor.thread_id, "oldest", None, 10, 1)
    assert [one.badge for one in page.comments] == [None, "moderator"]


async def test_who_has_a_badge_is_the_account_that_he_wrote_with(
    storage: SqlStorage, make: Maker
) -> None:
    comment, _ = await storage.accept(own(make.new()))

    shown = await published(storage, comment.id)

    assert shown.author_key == author_key(None, comment.author.name, BADGE.account)


async def test_what_was_taken_away_shows_no_badge(storage: SqlStorage, make: Maker) -> None:
    comment, _ = await storage.accept(own(make.new()))
    await make.comment(parent=comment)
    await make.decide(comment, Action.DELETE, Status.DELETED, None, 0)

    page = await storage.comments.page(comment.thread_id, "oldest", None, 10, 1)

    assert [one.badge for one in page.comments] == [None, None]


async def test_a_unit_adds_a_comment_below_one_that_it_approves(
    storage: SqlStorage, make: Maker
) -> None:
    waiting = await make.comment(published=False)
    reply = own(make.new(parent=waiting))

    async def unit(tx: Transaction) -> Decision:
        current = await tx.comment(waiting.public_id)
        assert current is not None
        standing = reply.decision.after
        await tx.decide(current, make.decision(current, Action.APPROVE, standing), 1)
        _, decision = await tx.add_comment(reply)
        return decision

    decision = await storage.write(unit)

    assert await storage.decisions.by_public_id(decision.public_id) == decision
    [_, (position, last)] = await storage.decisions.chain(waiting.site_id, 1, 10)
    assert (position, last) == (3, decision)
    assert await storage.decisions.head(waiting.site_id) == (3, decision.hash)
    page = await storage.comments.page(waiting.thread_id, "oldest", None, 10, 1)
    assert [one.public_id for one in page.comments] == [waiting.public_id, reply.public_id]


async def test_a_unit_whose_comment_is_refused_leaves_nothing(
    storage: SqlStorage, make: Maker
) -> None:
    waiting = await make.comment(published=False)
    first = await make.comment(key="k")
    approved = make.decision(waiting, Action.APPROVE, own(make.new()).decision.after)

    async def taken(tx: Transaction) -> None:
        current = await tx.comment(waiting.public_id)
        assert current is not None
        await tx.decide(current, approved, 1)
        await tx.add_comment(make.new(parent=current, key="k"))

    with pytest.raises(Conflict, match="idempotency_key_taken"):
        await storage.write(taken)

    assert await storage.comments.by_public_id(waiting.public_id) == waiting
    assert (await storage.decisions.head(first.site_id))[0] == 2


async def test_a_unit_adds_nothing_below_what_is_not_public(
    storage: SqlStorage, make: Maker
) -> None:
    waiting = await make.comment(published=False)

    async def unit(tx: Transaction) -> None:
        await tx.add_comment(own(make.new(parent=waiting)))

    with pytest.raises(Invalid, match="unknown_parent"):
        await storage.write(unit)


async def test_texts_that_no_rule_judged_are_no_history_of_the_rules(
    storage: SqlStorage, make: Maker
) -> None:
    visitor = await make.comment()
    await storage.accept(own(make.new()))

    judged = await storage.history.judged(visitor.site_id, (0, 0), 0, 2**60, 10)

    assert [each.comment for each in judged] == [visitor.public_id]
    assert await storage.history.count(visitor.site_id, 0, 2**60) == 1
    assert await storage.history.before_newest(visitor.site_id, 1) == (0, 0)


async def test_what_brought_a_reply_in_is_no_decision_of_the_day_and_no_news_for_the_model(
    storage: SqlStorage, make: Maker
) -> None:
    comment, _ = await storage.accept(own(make.new()))

    assert await storage.decisions.per_day((comment.site_id,), 0) == []
    assert await storage.models.news(comment.site_id, 10) == 0
