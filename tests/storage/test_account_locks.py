"""Two servers on one PostgreSQL: acts on accounts take turns there too."""

import asyncio

import pytest

from service.domain.moderator import TERMINAL, Acting, Moderator, Role
from service.domain.session import SignedIn
from service.storage import SqlStorage, open_storage
from service.usecases.backoff import Backoff
from service.usecases.enrol import add_moderator, become_owner
from service.usecases.gate import Gate
from service.usecases.offer_ownership import offer_ownership
from service.usecases.remove_moderator import remove_moderator
from service.usecases.session_watch import SessionWatch
from tests.storage.making import TickingClock
from tests.usecases.people import PlainPasswords, StepCodes

pytestmark = pytest.mark.postgres


def owner(name: str) -> Moderator:
    return Moderator(0, name, name, f"{name}@blog.example", Role.OWNER, None, 0)


async def remove(storage: SqlStorage, who: Moderator, by: Moderator, clock: TickingClock) -> None:
    acting = Acting(by.public_id, by.name, by.roles)
    await remove_moderator(who.public_id, by=acting, storage=storage, clock=clock)


async def test_owners_who_remove_each_other_on_two_servers_leave_one(
    postgres_database: str, clock: TickingClock
) -> None:
    async with (
        open_storage(postgres_database, clock=clock) as one,
        open_storage(postgres_database, clock=clock) as other,
    ):
        for _ in range(10):
            for known in await one.accounts.moderators():
                await one.write(lambda tx, id_=known.id: tx.accounts.remove_moderator(id_))
            anna, bea = owner("anna"), owner("bea")
            for each in (anna, bea):
                await add_moderator(each, by=TERMINAL, storage=one, clock=clock)

            answers = await asyncio.gather(
                remove(one, anna, bea, clock),
                remove(other, bea, anna, clock),
                return_exceptions=True,
            )

            assert sorted(map(str, answers)) == ["None", "last_owner"]


async def test_one_link_makes_one_owner_on_two_servers(
    postgres_database: str, clock: TickingClock
) -> None:
    async with (
        open_storage(postgres_database, clock=clock) as one,
        open_storage(postgres_database, clock=clock) as other,
    ):
        secret = await offer_ownership(storage=one, clock=clock)
        assert secret is not None

        answers = await asyncio.gather(
            *(_become(secret, storage, clock, n) for n, storage in enumerate((one, other))),
            return_exceptions=True,
        )

    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1


async def _become(secret: str, storage: SqlStorage, clock: TickingClock, number: int) -> SignedIn:
    return await become_owner(
        secret,
        "Anna",
        f"{number}@blog.example",
        "een lange zin met woorden",
        agent=None,
        network="",
        gate=Gate(PlainPasswords(), StepCodes(), Backoff(clock), SessionWatch()),
        storage=storage,
        clock=clock,
    )
