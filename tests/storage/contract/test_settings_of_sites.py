"""Sites, rule sets, threads and accounts."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.errors import Conflict
from service.domain.moderator import ApiToken, Moderator, Role, Roles
from service.domain.ports import Transaction
from service.domain.site import Moderation, Site
from service.storage import SqlStorage
from tests.storage.making import Maker, a_site

TOKEN = ApiToken("pid", "script", Roles(Role.ADMIN), "h" * 64, 5, 99)
ANNA = Moderator(0, "anna", "Anna", "Anna@example.nl", Role.OWNER, None, 7)


async def test_a_site_is_found_by_slug_and_id(storage: SqlStorage, site: Site) -> None:
    assert await storage.sites.by_slug("blog") == site
    assert await storage.sites.by_id(site.id) == site
    assert site == replace(a_site("blog"), id=site.id)


async def test_an_unknown_site_is_none(storage: SqlStorage) -> None:
    assert await storage.sites.by_slug("nothing") is None
    assert await storage.sites.by_id(1) is None


async def test_sites_are_listed_by_slug(storage: SqlStorage, make: Maker) -> None:
    await make.site("ander")

    assert [site.slug for site in await storage.sites.all()] == ["ander", "blog"]


async def test_a_slug_is_taken_once(make: Maker) -> None:
    with pytest.raises(Conflict, match="already_exists"):
        await make.site("blog")


async def test_a_site_is_changed_whole(storage: SqlStorage, site: Site) -> None:
    changed = replace(
        site,
        name="Anders",
        origins=("https://a.example", "https://b.example"),
        moderation=Moderation.HOLD_ALL,
        parameters=("id",),
        edit_minutes=5,
        votes=False,
    )

    async def unit(tx: Transaction) -> None:
        await tx.change_site(changed)

    await storage.write(unit)

    assert await storage.sites.by_slug("blog") == changed


async def test_a_unit_reads_the_site_that_it_changes(storage: SqlStorage, site: Site) -> None:
    async def unit(tx: Transaction) -> list[Site | None]:
        await tx.change_site(replace(site, name="Anders"))
        return [await tx.site(site.id), await tx.site(1)]

    assert await storage.write(unit) == [replace(site, name="Anders"), None]


async def test_of_two_units_that_change_a_site_the_later_one_sees_the_earlier(
    storage: SqlStorage, site: Site
) -> None:
    async def add(origin: str) -> None:
        async def unit(tx: Transaction) -> None:
            now = await tx.site(site.id)
            assert now is not None
            await tx.change_site(replace(now, origins=(*now.origins, origin)))

        await storage.write(unit)

    added = [f"https://{name}.example" for name in "pqrs"]
    await asyncio.gather(*map(add, added))

    now = await storage.sites.by_slug("blog")
    assert now is not None
    assert set(now.origins) == {*site.origins, *added}


async def test_an_unknown_thread_is_none(storage: SqlStorage, site: Site) -> None:
    assert await storage.threads.by_key(site.id, "/nothing") is None
    assert await storage.threads.by_id(1) is None


async def test_a_token_is_kept_and_found(storage: SqlStorage, site: Site) -> None:
    roles = Roles(on_sites={site.id: Role.VIEWER, site.id + 1: Role.ADMIN})
    own = replace(TOKEN, public_id="own", roles=roles, expires_at=None)

    async def unit(tx: Transaction) -> None:
        await tx.add_token(TOKEN)
        await tx.add_token(own)

    await storage.write(unit)

    assert await storage.accounts.token("pid") == TOKEN
    assert await storage.accounts.token("nothing") is None
    assert await storage.accounts.tokens() == [TOKEN, own]


async def test_a_moderator_is_kept(storage: SqlStorage) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.add_moderator(ANNA)

    await storage.write(unit)

    (found,) = await storage.accounts.moderators()
    assert found.id > 0
    assert replace(found, id=0) == ANNA


async def test_an_address_is_one_moderators(storage: SqlStorage) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.add_moderator(ANNA)
        await tx.add_moderator(replace(ANNA, public_id="x", email="anna@EXAMPLE.nl"))

    with pytest.raises(Conflict, match="already_exists"):
        await storage.write(unit)

    assert await storage.accounts.moderators() == []
