"""Which rules judge, read once a version; and what happens when they cannot be read."""

import asyncio
from typing import Any

import pytest

from service.domain.errors import Invalid
from service.domain.ports import Storage, Transaction
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.rules.rule_set import RuleSet, RuleSetError
from service.usecases import rule_book
from service.usecases.rule_book import RuleBook
from tests.usecases.acting import Desk


async def activate(storage: Storage, site: Site, content: dict[str, object]) -> None:
    async def unit(tx: Transaction) -> None:
        version = await tx.add_rule_set(site.id, content, "test", 1)
        await tx.move_rule_set(site.id, version, RuleState.ACTIVE, "test", 1, None)

    await storage.write(unit)


async def test_a_new_rule_set_judges_from_the_next_comment_on(desk: Desk, blog: Site) -> None:
    before = await desk.rule_book.active(blog)

    await activate(desk.storage, blog, {"hold_at": 9.0})

    after = await desk.rule_book.active(blog)
    assert (before.version, after.version) == (0, 1)
    assert after.hold_at == 9.0


async def test_a_rule_set_is_parsed_once_a_version(desk: Desk, blog: Site) -> None:
    assert await desk.rule_book.active(blog) is await desk.rule_book.active(blog)


async def test_a_damaged_rule_set_judges_nothing(desk: Desk, blog: Site) -> None:
    await activate(desk.storage, blog, {"rules": {"no_such_rule": {}}})

    with pytest.raises(RuleSetError):
        await desk.rule_book.active(blog)


async def test_a_damaged_rule_set_in_force_holds_everything_and_is_told_once(
    desk: Desk, blog: Site
) -> None:
    told: list[tuple[str, int]] = []
    site = await desk.storage.sites.by_slug("open")
    assert site is not None
    await activate(desk.storage, site, {"rules": {"no_such_rule": {}}})
    desk.rule_book = RuleBook(desk.storage, lambda *what: told.append(what))

    first, second = await desk.post(site="open"), await desk.post("Nog een", site="open")

    assert (first.comment.status, second.comment.status) == ("pending", "pending")
    assert told == [("rule_set", site.id)]
    with pytest.raises(Invalid, match="empty"):
        await desk.post(" ", site="open")


async def test_all_who_need_a_rule_set_wait_for_one_preparation(
    desk: Desk, blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[int] = []
    works = rule_book.parse_rule_set

    def counted(rules: Any, content: Any, version: int) -> RuleSet:
        prepared.append(version)
        return works(rules, content, version)

    async def default(_site_id: int) -> None:
        return None

    monkeypatch.setattr(rule_book, "parse_rule_set", counted)
    monkeypatch.setattr(desk.storage.rule_sets, "active", default)

    found = await asyncio.gather(*(desk.rule_book.judging(blog) for _ in range(5)))

    assert prepared == [0]
    assert all(each is found[0] for each in found)
