"""Who gets an account: the first owner, and who is invited."""

import asyncio

import pytest

from service.domain.errors import Conflict, Forbidden, Invalid, NotFound
from service.domain.moderator import Moderator, Role, Roles
from service.domain.one_time_link import DAY_MS, LinkKind
from service.domain.session import SignedIn
from service.usecases.enrol import accept_invitation, become_owner
from service.usecases.invite_moderator import invite_moderator
from service.usecases.manage_moderators import read_roles
from service.usecases.offer_ownership import offer_ownership
from service.usecases.one_time_links import new_link
from service.usecases.revoke_invitation import revoke_invitation
from tests.usecases.altered import Overtaken
from tests.usecases.people import HERE, PASSWORD, Office, acting


async def welcome(office: Office, secret: str, **more: str) -> SignedIn:
    said = {"name": "Anna", "email": "anna@blog.example", "password": PASSWORD, **more}
    return await become_owner(
        secret,
        said["name"],
        said["email"],
        said["password"],
        agent=None,
        network=HERE,
        **office.guarded,
    )


async def join(office: Office, secret: str, name: str = "Bea") -> SignedIn:
    return await accept_invitation(
        secret,
        name,
        f"{name.lower()}@blog.example",
        PASSWORD,
        agent=None,
        network=HERE,
        **office.guarded,
    )


async def invited(
    office: Office, by: Moderator, roles: Roles | None = None, life_ms: int | None = None
) -> tuple[str, str]:
    """The id and the secret."""
    link, secret = await invite_moderator(
        roles or Roles(Role.MODERATOR), name="Bea", life_ms=life_ms, by=acting(by), **office.kept
    )
    return link.public_id, secret


async def on(office: Office, **roles: Role) -> Roles:
    """Roles by slug."""
    return await read_roles(roles, storage=office.storage)


async def test_the_first_owner_is_made_by_the_link_once(office: Office) -> None:
    secret = await offer_ownership(**office.kept)
    assert secret is not None

    made = await welcome(office, secret)

    assert (await office.authenticate(made.text)).moderator.is_owner
    with pytest.raises(Forbidden, match="bad_link"):
        await welcome(office, secret, email="other@blog.example")
    assert await offer_ownership(**office.kept) is None
    assert await office.acts() == ["owner_made"]


async def test_the_link_is_stored_hashed(office: Office) -> None:
    secret = await offer_ownership(**office.kept)
    assert secret is not None

    (link,) = await office.storage.accounts.links(LinkKind.WELCOME)

    assert secret.split("_", 2)[2] not in repr(link)
    assert link.secret_hash not in repr(link)


async def test_a_newer_link_takes_the_place_of_the_older(office: Office) -> None:
    older, newer = await offer_ownership(**office.kept), await offer_ownership(**office.kept)
    assert older is not None
    assert newer is not None

    with pytest.raises(Forbidden, match="bad_link"):
        await welcome(office, older)
    await welcome(office, newer)


async def test_the_link_is_good_for_a_day(office: Office) -> None:
    secret = await offer_ownership(**office.kept)
    assert secret is not None
    office.clock.now += DAY_MS

    with pytest.raises(Forbidden, match="bad_link"):
        await welcome(office, secret)


@pytest.mark.parametrize("secret", ["", "rcl_", "rcl_a_b", "\ud800", "x" * 500])
async def test_what_is_no_link_opens_nothing(office: Office, secret: str) -> None:
    await offer_ownership(**office.kept)

    with pytest.raises(Forbidden, match="bad_link"):
        await welcome(office, secret)


async def test_a_link_of_another_kind_makes_no_owner(office: Office) -> None:
    owner = await office.person("Owner")
    _, secret = await invited(office, owner)

    with pytest.raises(Forbidden, match="bad_link"):
        await welcome(office, secret)


async def test_of_two_who_use_the_link_at_once_one_becomes_owner(office: Office) -> None:
    secret = await offer_ownership(**office.kept)
    assert secret is not None

    answers = await asyncio.gather(
        *(welcome(office, secret, email=f"{n}@blog.example") for n in range(4)),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1
    assert sum(isinstance(answer, Forbidden) for answer in answers) == 3


async def test_an_owner_made_meanwhile_closes_the_way(office: Office) -> None:
    secret = await offer_ownership(**office.kept)
    assert secret is not None

    async def meanwhile() -> None:
        await office.person("Owner")

    office.guarded["storage"] = Overtaken(office.storage, meanwhile)
    with pytest.raises(Forbidden, match="bad_link"):
        await welcome(office, secret)


async def test_a_second_owner_is_never_made_by_a_welcome(office: Office) -> None:
    """Whatever link should be left over."""
    await office.person("Small", Roles(Role.ADMIN))
    secret = await offer_ownership(**office.kept)
    assert secret is not None
    owner = await office.person("Owner")
    link, left_over = await _welcome_link(office, owner)
    assert link

    with pytest.raises(Conflict, match="owner_exists"):
        await welcome(office, left_over)


async def _welcome_link(office: Office, owner: Moderator) -> tuple[str, str]:
    link, text = new_link(LinkKind.WELCOME, by=acting(owner), now=office.clock())
    await office.storage.write(lambda tx: tx.accounts.add_link(link))
    return link.public_id, text


async def test_a_weak_password_leaves_the_link_good(office: Office) -> None:
    secret = await offer_ownership(**office.kept)
    assert secret is not None
    with pytest.raises(Invalid, match="weak_password"):
        await welcome(office, secret, password="annaannaanna")

    await welcome(office, secret)


async def test_an_invitation_makes_one_account_with_its_roles(office: Office) -> None:
    owner = await office.person("Owner")
    roles = await on(office, blog=Role.MODERATOR, open=Role.VIEWER)
    _, secret = await invited(office, owner, roles)

    made = await join(office, secret)

    assert made.opened.moderator.roles == roles
    with pytest.raises(Forbidden, match="bad_link"):
        await join(office, secret, "Carl")
    assert "joined" in await office.acts()


async def test_an_address_has_one_account(office: Office) -> None:
    owner = await office.person("Owner")
    _, secret = await invited(office, owner)

    with pytest.raises(Conflict, match="already_exists"):
        await join(office, secret, "OWNER")

    await join(office, secret)


async def test_an_invitation_may_make_an_owner_too(office: Office) -> None:
    owner = await office.person("Owner")
    _, secret = await invited(office, owner, Roles(Role.OWNER))

    assert (await join(office, secret)).opened.moderator.is_owner


async def test_an_invitation_expires(office: Office) -> None:
    owner = await office.person("Owner")
    _, secret = await invited(office, owner, life_ms=DAY_MS)
    office.clock.now += DAY_MS

    with pytest.raises(Forbidden, match="bad_link"):
        await join(office, secret)


async def test_an_invitation_can_be_taken_back(office: Office) -> None:
    owner = await office.person("Owner")
    public_id, secret = await invited(office, owner)

    await revoke_invitation(public_id, by=acting(owner), **office.kept)

    with pytest.raises(Forbidden, match="bad_link"):
        await join(office, secret)
    with pytest.raises(NotFound, match="unknown_invitation"):
        await revoke_invitation(public_id, by=acting(owner), **office.kept)


async def test_nobody_takes_back_what_he_could_not_give(office: Office) -> None:
    owner = await office.person("Owner")
    small = await office.person("Small", await on(office, open=Role.OWNER))
    public_id, secret = await invited(office, owner)

    with pytest.raises(NotFound, match="unknown_invitation"):
        await revoke_invitation(public_id, by=acting(small), **office.kept)

    await join(office, secret)
