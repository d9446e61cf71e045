"""Changing a password, and choosing a new one when it is lost."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthorized
from service.domain.moderator import Role, Roles
from service.domain.session import OpenSession, SignedIn
from service.usecases.backoff import FREE_OF_PAIR
from service.usecases.change_password import change_password
from service.usecases.offer_reset import offer_reset
from service.usecases.remove_moderator import remove_moderator
from service.usecases.reset_password import reset_password
from tests.usecases.altered import Overtaken
from tests.usecases.people import HERE, PASSWORD, Office, acting

NEW = "een andere zin met woorden"


async def change(
    office: Office, opened: OpenSession, password: str = PASSWORD, wanted: str = NEW
) -> SignedIn:
    return await change_password(opened, password, wanted, network=HERE, **office.guarded)


async def test_a_new_password_ends_every_session_and_opens_another(office: Office) -> None:
    await office.person()
    here, there = await office.sign_in(), await office.sign_in()

    made = await change(office, here.opened)

    for text in (here.text, there.text):
        with pytest.raises(Unauthorized, match="session_ended"):
            await office.authenticate(text)
    assert (await office.authenticate(made.text)).session.agent == "Firefox"
    with pytest.raises(Unauthorized, match="bad_login"):
        await office.sign_in()
    await office.sign_in(password=NEW)
    assert "password_changed" in await office.acts()


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        ("x" * 11, "short_password", "new_password"),
        ("x" * 201, "too_long", "new_password"),
        ("wachtwoord123", "weak_password", "new_password"),
        ("anna@blog.example", "weak_password", "new_password"),
    ],
)
async def test_a_new_password_must_be_a_good_one(
    office: Office, wanted: str, code: str, field: str
) -> None:
    await office.person()
    opened = await office.opened()

    with pytest.raises(Invalid) as error:
        await change(office, opened, wanted=wanted)

    assert (error.value.code, error.value.field) == (code, field)


async def test_the_old_password_is_asked_for_and_cannot_be_guessed(office: Office) -> None:
    await office.person()
    opened = await office.opened()
    for _ in range(FREE_OF_PAIR):
        with pytest.raises(Invalid, match="wrong_password"):
            await change(office, opened, password="guess")

    with pytest.raises(TooMany):
        await change(office, opened)


async def test_two_changes_at_once_leave_one_password(office: Office) -> None:
    await office.person()
    opened = await office.opened()

    answers = await asyncio.gather(
        change(office, opened, wanted=NEW),
        change(office, opened, wanted=f"{NEW} erbij"),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1
    assert sum(isinstance(answer, Unauthorized) for answer in answers) == 1


async def offered(office: Office, *, drops: bool = False) -> str:
    """A link for Anna, by her boss."""
    boss = await office.person("Boss")
    anna = await office.storage.accounts.moderator_by_email("anna@blog.example")
    assert anna is not None
    _, secret = await offer_reset(
        anna.public_id, drops_second_factor=drops, by=acting(boss), **office.kept
    )
    return secret


async def reset(office: Office, secret: str, password: str = NEW) -> None:
    await reset_password(secret, password, network=HERE, **office.guarded)


async def test_a_lost_password_is_replaced_by_a_link_once(office: Office) -> None:
    await office.person("Anna", Roles(Role.ADMIN))
    made = await office.sign_in()
    secret = await offered(office)

    await reset(office, secret)

    with pytest.raises(Unauthorized):
        await office.authenticate(made.text)
    await office.sign_in(password=NEW)
    with pytest.raises(Forbidden, match="bad_link"):
        await reset(office, secret)
    assert (await office.acts()).count("password_reset") == 1


async def test_codes_stay_unless_the_link_drops_them(office: Office) -> None:
    anna = await office.person("Anna", Roles(Role.ADMIN))
    await office.turn_on(await office.opened())
    await reset(office, await offered(office))
    with pytest.raises(Unauthorized, match="code_required"):
        await office.sign_in(password=NEW)
    boss = await office.storage.accounts.moderator_by_email("boss@blog.example")
    assert boss is not None

    _, secret = await offer_reset(
        anna.public_id, drops_second_factor=True, by=acting(boss), **office.kept
    )
    await reset(office, secret)

    await office.sign_in(password=NEW)
    assert await office.storage.accounts.recovery_codes(anna.id) == 0


async def test_a_newer_link_takes_the_place_of_the_older(office: Office) -> None:
    anna = await office.person("Anna", Roles(Role.ADMIN))
    older = await offered(office)
    boss = await office.storage.accounts.moderator_by_email("boss@blog.example")
    assert boss is not None
    await offer_reset(anna.public_id, drops_second_factor=False, by=acting(boss), **office.kept)

    with pytest.raises(Forbidden, match="bad_link"):
        await reset(office, older)


async def test_a_link_ends_with_the_account(office: Office) -> None:
    await office.person("Anna", Roles(Role.ADMIN))
    secret = await offered(office)
    boss = await office.storage.accounts.moderator_by_email("boss@blog.example")
    anna = await office.storage.accounts.moderator_by_email("anna@blog.example")
    assert boss is not None
    assert anna is not None

    async def meanwhile() -> None:
        await remove_moderator(anna.public_id, by=acting(boss), **office.kept)

    for storage in (Overtaken(office.storage, meanwhile), office.storage):
        with pytest.raises(Forbidden, match="bad_link"):
            await reset_password(
                secret, NEW, network=HERE, **{**office.guarded, "storage": storage}
            )


async def test_a_link_whose_account_is_gone_opens_nothing(office: Office) -> None:
    await office.person("Anna", Roles(Role.ADMIN))
    secret = await offered(office)

    class Forgetful:
        def __getattr__(self, name: str) -> object:
            return getattr(office.storage.accounts, name)

        async def moderators(self) -> list[object]:
            return []

    class Storage:
        accounts = Forgetful()

    with pytest.raises(Forbidden, match="bad_link"):
        await reset_password(secret, NEW, network=HERE, **{**office.guarded, "storage": Storage()})


async def test_nobody_resets_whoever_may_do_more_than_himself(office: Office) -> None:
    owner = await office.person("Owner")
    blog = await office.storage.sites.by_slug("blog")
    assert blog is not None
    small = await office.person("Small", Roles(on_sites={blog.id: Role.OWNER}))

    with pytest.raises(Forbidden, match="beyond_own_roles"):
        await offer_reset(
            owner.public_id, drops_second_factor=False, by=acting(small), **office.kept
        )
    with pytest.raises(NotFound, match="unknown_moderator"):
        await offer_reset("0" * 32, drops_second_factor=False, by=acting(owner), **office.kept)
    with pytest.raises(Conflict, match="own_account"):
        await offer_reset(
            owner.public_id, drops_second_factor=False, by=acting(owner), **office.kept
        )
    assert replace(owner) == owner
