"""The log is read by who, what, when, where and about which comment."""

from typing import Any

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import Action, Actor, ActorKind, Standing
from service.domain.log_filter import LogFilter
from service.domain.ports import Transaction
from service.storage import SqlStorage
from tests.storage.making import Maker

BEA = Actor(ActorKind.MODERATOR, "bea", "Bea")


async def decided(make: Maker, comment: Comment, action: Action, **given: Any) -> None:
    spam = Standing(Status.SPAM, None)

    async def unit(tx: Transaction) -> None:
        await tx.decide(comment, make.decision(comment, action, spam, **given), 0)

    await make.storage.write(unit)


async def asked(storage: SqlStorage, **wanted: Any) -> list[tuple[str, str]]:
    found, _ = await storage.decisions.log(LogFilter(**wanted), None, 50)
    return [(each.actor.name, each.action.value) for each in found]


async def test_by_whom_a_decision_was_taken(storage: SqlStorage, make: Maker) -> None:
    await decided(make, await make.comment(), Action.SPAM)
    await decided(make, await make.comment(), Action.SPAM, actor=BEA)
    await decided(make, await make.comment(), Action.WITHDRAW, actor=Actor(ActorKind.AUTHOR))

    assert await asked(storage, by="bea") == await asked(storage, by="Bea") == [("Bea", "spam")]
    assert await asked(storage, by="tok") == [("Anna", "spam")]
    assert await asked(storage, by="rules") == [("", "publish")] * 3
    assert await asked(storage, by="author") == [("", "withdraw")]
    assert await asked(storage, by="bea'; --") == []


async def test_what_was_decided_and_about_which_comment(storage: SqlStorage, make: Maker) -> None:
    first = await make.comment()
    await make.comment()
    await decided(make, first, Action.SPAM)

    assert await asked(storage, action=Action.SPAM) == [("Anna", "spam")]
    about = await asked(storage, comment=first.public_id, site_ids=(first.site_id,))
    assert about == [("Anna", "spam"), ("", "publish")]
    assert await asked(storage, comment=first.public_id, site_ids=(first.site_id + 1,)) == []


async def test_when_it_was_decided(storage: SqlStorage, make: Maker) -> None:
    comments = [await make.comment() for _ in range(4)]
    since, until = comments[1].created_at, comments[3].created_at

    found, _ = await storage.decisions.log(LogFilter(since=since, until=until), None, 50)

    assert [each.at for each in found] == [comments[2].created_at, since]


@pytest.mark.parametrize("of", ["all", "one comment"])
async def test_a_filtered_log_is_read_page_by_page(
    storage: SqlStorage, make: Maker, of: str
) -> None:
    comment = await make.comment()
    for _ in range(2):
        comment, _ = await make.decide(comment, Action.SPAM, Status.SPAM, None, 0)
        comment, _ = await make.decide(comment, Action.APPROVE, Status.APPROVED, 1, 0)
    wanted = LogFilter(by="Anna", comment=None if of == "all" else comment.public_id)

    found: list[str] = []
    after: int | None = None
    while True:
        page, after = await storage.decisions.log(wanted, after, 3)
        found += [each.action.value for each in page]
        if after is None:
            break

    assert found == ["approve", "spam"] * 2
