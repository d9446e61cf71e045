"""Who may change roles, and what ends with them."""

import asyncio

import pytest

from service.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from service.domain.moderator import Moderator, Role, Roles
from service.domain.session import SignedIn
from service.usecases.authenticate_token import authenticate_token
from service.usecases.change_roles import change_roles
from service.usecases.create_token import create_token
from service.usecases.enrol import accept_invitation
from service.usecases.invite_moderator import invite_moderator
from service.usecases.manage_moderators import read_roles, roles_by_slug
from service.usecases.remove_moderator import remove_moderator
from tests.usecases.people import HERE, PASSWORD, Office, acting


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


async def test_nobody_gives_more_than_he_has(office: Office) -> None:
    small = await office.person("Small", await on(office, open=Role.OWNER))
    bea = await office.person("Bea", await on(office, open=Role.VIEWER))

    for roles in (Roles(Role.VIEWER), await on(office, blog=Role.VIEWER), Roles(Role.OWNER)):
        with pytest.raises(Forbidden, match="beyond_own_roles"):
            await invited(office, small, roles)
        with pytest.raises(Forbidden, match="beyond_own_roles"):
            await change_roles(bea.public_id, roles, by=acting(small), **office.kept)
    await change_roles(
        bea.public_id, await on(office, open=Role.OWNER), by=acting(small), **office.kept
    )


async def test_nobody_changes_whoever_may_do_more(office: Office) -> None:
    small = await office.person("Small", await on(office, open=Role.OWNER))
    both = await office.person("Both", await on(office, open=Role.VIEWER, blog=Role.VIEWER))
    elsewhere = await office.person("Else", await on(office, blog=Role.VIEWER))
    viewer = await on(office, open=Role.VIEWER)

    for act in (
        change_roles(both.public_id, viewer, by=acting(small), **office.kept),
        remove_moderator(both.public_id, by=acting(small), **office.kept),
    ):
        with pytest.raises(Forbidden, match="beyond_own_roles"):
            await act
    for act in (
        change_roles(elsewhere.public_id, viewer, by=acting(small), **office.kept),
        remove_moderator(elsewhere.public_id, by=acting(small), **office.kept),
    ):
        with pytest.raises(NotFound, match="unknown_moderator"):
            await act


async def test_the_same_roles_again_change_nothing(office: Office) -> None:
    owner = await office.person("Owner")
    made = await office.sign_in("Owner")
    before = await office.acts()

    await change_roles(owner.public_id, owner.roles, by=acting(owner), **office.kept)

    await office.authenticate(made.text)
    assert await office.acts() == before


async def test_there_is_always_an_owner_left(office: Office) -> None:
    owner = await office.person("Owner")
    await office.person("Admin", Roles(Role.ADMIN))

    for act in (
        change_roles(owner.public_id, Roles(Role.ADMIN), by=acting(owner), **office.kept),
        remove_moderator(owner.public_id, by=acting(owner), **office.kept),
    ):
        with pytest.raises(Conflict, match="last_owner"):
            await act
    other = await office.person("Other")
    await change_roles(owner.public_id, Roles(Role.ADMIN), by=acting(other), **office.kept)


async def test_two_owners_who_remove_each_other_at_once_leave_one(office: Office) -> None:
    one, other = await office.person("One"), await office.person("Other")

    answers = await asyncio.gather(
        remove_moderator(one.public_id, by=acting(other), **office.kept),
        remove_moderator(other.public_id, by=acting(one), **office.kept),
        return_exceptions=True,
    )

    assert sorted(map(str, answers)) == ["None", "last_owner"]


async def test_an_owner_may_be_made_of_another_and_back(office: Office) -> None:
    owner = await office.person("Owner")
    bea = await office.person("Bea", Roles(Role.VIEWER))

    for role in (Role.OWNER, Role.VIEWER):
        await change_roles(bea.public_id, Roles(role), by=acting(owner), **office.kept)

    event = (await office.events())[-1]
    assert event.act.value == "roles_changed"
    assert (event.actor_name, event.about_name) == ("Owner", "Bea")
    assert event.details == {"from": {"*": "owner"}, "to": {"*": "viewer"}}
    assert event.network is not None


async def token_of(office: Office, by: Moderator, role: Role, site: str | None) -> str:
    roles = await read_roles({site or "*": role}, storage=office.storage)
    _, text = await create_token("script", roles, expires_at=None, by=acting(by), **office.kept)
    return text


async def test_a_demoted_moderator_keeps_only_tokens_within_his_new_roles(
    office: Office,
) -> None:
    owner = await office.person("Owner")
    bea = await office.person("Bea", Roles(Role.ADMIN))
    kept = await token_of(office, bea, Role.VIEWER, "blog")
    lost = await token_of(office, bea, Role.ADMIN, None)
    _, invitation = await invited(office, bea, Roles(Role.VIEWER))

    moderator = await on(office, blog=Role.MODERATOR)
    await change_roles(bea.public_id, moderator, by=acting(owner), **office.kept)

    await authenticate_token(kept, **office.kept)
    with pytest.raises(Unauthorized, match="bad_token"):
        await authenticate_token(lost, **office.kept)
    with pytest.raises(Forbidden, match="bad_link"):
        await join(office, invitation)


async def test_a_removed_moderator_takes_everything_with_him_but_his_name(
    office: Office,
) -> None:
    owner = await office.person("Owner")
    bea = await office.person("Bea", Roles(Role.ADMIN))
    session = (await office.sign_in("Bea")).text
    token = await token_of(office, bea, Role.VIEWER, "blog")
    _, invitation = await invited(office, bea, Roles(Role.VIEWER))

    await remove_moderator(bea.public_id, by=acting(owner), **office.kept)

    with pytest.raises(Unauthorized):
        await office.authenticate(session)
    with pytest.raises(Unauthorized):
        await authenticate_token(token, **office.kept)
    with pytest.raises(Forbidden):
        await join(office, invitation)
    with pytest.raises(Unauthorized, match="bad_login"):
        await office.sign_in("Bea")
    assert (await office.events())[-1].about_name == "Bea"
    await office.person("Bea")


async def test_roles_are_named_by_site(office: Office) -> None:
    sites = await office.storage.sites.all()

    roles = await read_roles(
        {"*": Role.VIEWER, "blog": Role.ADMIN, "open": Role.VIEWER}, storage=office.storage
    )

    assert roles_by_slug(roles, sites) == {"*": Role.VIEWER, "blog": Role.ADMIN}
    assert roles_by_slug(await on(office, open=Role.OWNER), sites) == {"open": Role.OWNER}
    with pytest.raises(Invalid, match="no_role"):
        await on(office)
    with pytest.raises(NotFound, match="unknown_site"):
        await on(office, nowhere=Role.VIEWER)
