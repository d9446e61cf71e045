"""The names of a site's moderators, which a server keeps in memory, on both databases."""

import asyncio
from collections.abc import Awaitable, Callable

from service.storage import SqlStorage, open_storage
from tests.storage.contract.test_accounts import ANNA, BEA, add, write
from tests.storage.making import TickingClock


async def test_a_site_has_the_names_of_those_who_may_moderate_it(storage: SqlStorage) -> None:
    for moderator in (ANNA, BEA):
        await add(storage, moderator)

    names = [await storage.accounts.moderator_names(site_id) for site_id in (3, 4, 5)]

    assert names == [("Anna", "Bea"), ("Anna",), ("Anna",)]


async def test_a_server_reads_its_moderators_names_once_and_hears_of_new_ones(
    database: str, clock: TickingClock
) -> None:
    async with open_storage(database, clock=clock, serving=True) as server:
        await add(server, ANNA)

        async def is_kept() -> bool:
            read = await server.accounts.moderator_names(3)
            return await server.accounts.moderator_names(3) is read

        await until(server, is_kept)
        bea = await add(server, BEA)
        assert await server.accounts.moderator_names(3) == ("Anna", "Bea")

        async with open_storage(database, clock=clock) as other:
            await write(other, lambda accounts: accounts.remove_moderator(bea.id))

        async def has_heard() -> bool:
            return await server.accounts.moderator_names(3) == ("Anna",)

        await until(server, has_heard)


async def until(server: SqlStorage, happened: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await happened():
            await server.is_ready()
