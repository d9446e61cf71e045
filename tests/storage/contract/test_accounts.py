"""Accounts, sessions, links and what happened, on both databases."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from service.domain.account_event import AccountAct, AccountEvent
from service.domain.account_ports import AccountWrites
from service.domain.errors import Conflict, Unavailable
from service.domain.moderator import ApiToken, Moderator, Role, Roles
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.ports import Transaction
from service.domain.session import Session
from service.domain.site import Site
from service.storage import SqlStorage

ANNA = Moderator(0, "anna", "Anna", "Anna@blog.example", Role.OWNER, "hash", 7)
BEA = Moderator(
    0, "bea", "Bea", "bea@blog.example", None, None, 8, {3: Role.ADMIN, 4: Role.VIEWER}, "SECRET", 5
)


async def write(storage: SqlStorage, act: Callable[[AccountWrites], Awaitable[Any]]) -> Any:
    async def unit(tx: Transaction) -> Any:
        return await act(tx.accounts)

    return await storage.write(unit)


async def add(storage: SqlStorage, moderator: Moderator) -> Moderator:
    stored: Moderator = await write(storage, lambda accounts: accounts.add_moderator(moderator))
    return stored


def a_session(moderator: Moderator, name: str = "s") -> Session:
    return Session(name, moderator.id, "h" * 64, 10, 11, 2**62, "Firefox ☃", "net")


def a_link(kind: LinkKind, id_: str = "l", **more: Any) -> OneTimeLink:
    return OneTimeLink(id_, kind, "h" * 64, "anna", 10, 2**62, **more)


async def test_a_moderator_comes_back_as_stored(storage: SqlStorage) -> None:
    for moderator in (ANNA, BEA):
        stored = await add(storage, moderator)

        assert stored == replace(moderator, id=stored.id)
        assert await storage.accounts.moderator(moderator.public_id) == stored
        for email in (moderator.email.upper(), f" {moderator.email} "):
            assert await storage.accounts.moderator_by_email(email) == stored
        public_id = stored.public_id
        found = await write(storage, lambda accounts, id_=public_id: accounts.moderator(id_))
        assert found == stored
    assert await storage.accounts.moderators() == await write(
        storage, lambda accounts: accounts.moderators()
    )


async def test_who_is_not_there_is_none(storage: SqlStorage) -> None:
    assert await storage.accounts.moderator("nobody") is None
    assert await storage.accounts.moderator_by_email("nobody@blog.example") is None
    assert await storage.accounts.session("none") is None
    assert await storage.accounts.link("none") is None
    assert await write(storage, lambda accounts: accounts.moderator("nobody")) is None
    assert await write(storage, lambda accounts: accounts.use_link("none")) is None


async def test_a_moderator_is_changed_whole(storage: SqlStorage) -> None:
    bea = await add(storage, BEA)
    changed = replace(
        bea, role=Role.VIEWER, on_sites={}, password="new", totp_secret=None, totp_step=None
    )

    await write(storage, lambda accounts: accounts.change_moderator(changed))

    assert await storage.accounts.moderator("bea") == changed


async def test_a_time_step_is_used_once_and_none_before_it(storage: SqlStorage) -> None:
    bea = await add(storage, replace(BEA, totp_step=None))

    used = [
        await write(storage, lambda accounts, step=step: accounts.use_totp_step(bea.id, step))
        for step in (7, 7, 6, 8)
    ]

    assert used == [True, False, False, True]


async def test_of_many_who_use_a_step_at_once_one_does(storage: SqlStorage) -> None:
    bea = await add(storage, replace(BEA, totp_step=None))

    used = await asyncio.gather(
        *(write(storage, lambda accounts: accounts.use_totp_step(bea.id, 7)) for _ in range(8))
    )

    assert used.count(True) == 1


async def test_a_recovery_code_is_used_once(storage: SqlStorage) -> None:
    anna, bea = await add(storage, ANNA), await add(storage, BEA)
    await write(storage, lambda accounts: accounts.keep_recovery_codes(anna.id, ["old"]))
    await write(storage, lambda accounts: accounts.keep_recovery_codes(anna.id, ["a", "b"]))

    tried = [(anna, "a"), (anna, "a"), (bea, "b"), (anna, "old")]
    used = [
        await write(
            storage, lambda accounts, id_=who.id, code=code: accounts.use_recovery_code(id_, code)
        )
        for who, code in tried
    ]

    assert used == [True, False, False, False]
    assert await storage.accounts.recovery_codes(anna.id) == 1
    await write(storage, lambda accounts: accounts.keep_recovery_codes(anna.id, []))
    assert await storage.accounts.recovery_codes(anna.id) == 0


async def test_a_session_comes_back_with_its_moderator_as_he_is_now(storage: SqlStorage) -> None:
    anna = await add(storage, ANNA)
    session = a_session(anna)
    await write(storage, lambda accounts: accounts.add_session(session))
    renamed = replace(anna, name="Anna Maria")
    await write(storage, lambda accounts: accounts.change_moderator(renamed))

    assert await storage.accounts.session("s") == (session, renamed)

    await write(storage, lambda accounts: accounts.touch_session("s", 99))
    assert await storage.accounts.session("s") == (replace(session, seen_at=99), renamed)


async def test_sessions_end_one_by_one_or_all_of_a_moderators(storage: SqlStorage) -> None:
    anna, bea = await add(storage, ANNA), await add(storage, BEA)
    for moderator, name in ((anna, "a1"), (anna, "a2"), (anna, "a3"), (bea, "b1")):
        session = a_session(moderator, name)
        await write(storage, lambda accounts, session=session: accounts.add_session(session))

    ended = [await write(storage, lambda accounts: accounts.end_session("a1")) for _ in range(2)]

    assert ended == [True, False]
    own = await storage.accounts.sessions(anna.id)
    assert [session.public_id for session in own] == ["a3", "a2"]
    await write(storage, lambda accounts: accounts.end_sessions(anna.id))
    everybodys = await storage.accounts.sessions(None)
    assert [session.public_id for session in everybodys] == ["b1"]


async def test_a_removed_moderator_leaves_nothing_of_his(storage: SqlStorage) -> None:
    anna, bea = await add(storage, ANNA), await add(storage, BEA)
    reset = a_link(LinkKind.RESET, moderator_id=bea.id)

    async def fill(accounts: AccountWrites) -> None:
        await accounts.add_session(a_session(bea))
        await accounts.keep_recovery_codes(bea.id, ["a"])
        await accounts.add_link(reset)

    await write(storage, fill)
    await write(storage, lambda accounts: accounts.remove_moderator(bea.id))

    assert await storage.accounts.moderators() == [anna]
    assert await storage.accounts.session("s") is None
    assert await storage.accounts.link("l") is None
    assert await storage.accounts.recovery_codes(bea.id) == 0
    await add(storage, BEA)


async def test_a_link_is_used_once(storage: SqlStorage) -> None:
    anna = await add(storage, ANNA)
    links = [
        a_link(LinkKind.WELCOME, "w"),
        a_link(LinkKind.INVITATION, "i", roles=Roles(Role.VIEWER, {9: Role.ADMIN}), name="Bea ☃"),
        a_link(LinkKind.RESET, "r", moderator_id=anna.id, drops_second_factor=True),
    ]
    for link in links:
        await write(storage, lambda accounts, link=link: accounts.add_link(link))
        assert await storage.accounts.link(link.public_id) == link
        assert await storage.accounts.links(link.kind) == [link]

        used = await asyncio.gather(
            *(
                write(storage, lambda accounts, id_=link.public_id: accounts.use_link(id_))
                for _ in range(4)
            )
        )

        assert used.count(link) == 1
        assert used.count(None) == 3


async def test_what_is_expired_is_removed(storage: SqlStorage) -> None:
    anna = await add(storage, ANNA)
    for name, expires_at in (("old", 50), ("new", 51)):
        session = replace(a_session(anna, name), expires_at=expires_at)
        link = replace(a_link(LinkKind.INVITATION, name), expires_at=expires_at)
        await write(storage, lambda accounts, session=session: accounts.add_session(session))
        await write(storage, lambda accounts, link=link: accounts.add_link(link))

    await write(storage, lambda accounts: accounts.remove_expired(50))

    assert [one.public_id for one in await storage.accounts.sessions(None)] == ["new"]
    assert [one.public_id for one in await storage.accounts.links(LinkKind.INVITATION)] == ["new"]


async def test_links_are_removed_by_kind_by_person_and_by_maker(storage: SqlStorage) -> None:
    anna, bea = await add(storage, ANNA), await add(storage, BEA)
    for link in (
        a_link(LinkKind.WELCOME, "w"),
        a_link(LinkKind.RESET, "ra", moderator_id=anna.id),
        a_link(LinkKind.RESET, "rb", moderator_id=bea.id),
        replace(a_link(LinkKind.INVITATION, "i"), created_by="bea"),
    ):
        await write(storage, lambda accounts, link=link: accounts.add_link(link))

    async def left() -> set[str]:
        found = [await storage.accounts.links(kind) for kind in LinkKind]
        return {link.public_id for links in found for link in links}

    await write(storage, lambda accounts: accounts.remove_links(LinkKind.WELCOME))
    assert await left() == {"ra", "rb", "i"}
    await write(storage, lambda accounts: accounts.remove_links(LinkKind.RESET, bea.id))
    assert await left() == {"ra", "i"}
    await write(storage, lambda accounts: accounts.remove_links_by("bea"))
    assert await left() == {"ra"}


async def test_tokens_are_found_by_who_made_them(storage: SqlStorage, site: Site) -> None:
    roles = Roles(on_sites={site.id: Role.VIEWER})
    mine = ApiToken("t1", "script", roles, "h" * 64, 5, None, "anna")
    other = ApiToken("t2", "script", Roles(Role.VIEWER), "h" * 64, 5, None, None)
    for token in (mine, other):
        await write(storage, lambda accounts, token=token: accounts.add_token(token))

    assert await write(storage, lambda accounts: accounts.tokens_by("anna")) == [mine]
    gone = [await write(storage, lambda accounts: accounts.remove_token("t1")) for _ in range(2)]
    assert gone == [True, False]
    assert await storage.accounts.tokens() == [other]


async def test_what_happened_is_told_newest_first_by_page(storage: SqlStorage) -> None:
    events = [
        AccountEvent(
            str(number),
            number,
            AccountAct.ROLES_CHANGED,
            "anna",
            "Anna ☃",
            "bea" if number else None,
            None,
            None,
            {"to": {"*": "owner"}, "n": number},
        )
        for number in range(5)
    ]
    for event in events:
        await write(storage, lambda accounts, event=event: accounts.log(event))

    seen: list[AccountEvent] = []
    after: int | None = None
    while True:
        page, after = await storage.accounts.events(after, 2)
        seen.extend(page)
        if after is None:
            break

    assert seen == events[::-1]


async def test_a_unit_that_fails_leaves_nothing(storage: SqlStorage) -> None:
    async def fail(accounts: AccountWrites) -> None:
        await accounts.add_moderator(ANNA)
        await accounts.add_moderator(replace(ANNA, public_id="other"))

    with pytest.raises(Conflict, match="already_exists"):
        await write(storage, fail)

    assert await storage.accounts.moderators() == []


async def test_the_installation_has_a_secret_that_stays(storage: SqlStorage) -> None:
    first, again = await storage.accounts.secret(), await storage.accounts.secret()

    assert len(first) == 32
    assert first == again


async def test_without_its_row_there_is_no_lock_and_nothing_is_written(
    storage: SqlStorage,
) -> None:
    async def act(accounts: AccountWrites) -> None:
        await accounts._connection.exec_driver_sql("DELETE FROM installation")
        await accounts.lock()

    with pytest.raises(Unavailable, match="database_damaged"):
        await write(storage, act)

    assert len(await storage.accounts.secret()) == 32
