"""Reading who may do what, and tokens that people make."""

import pytest

from service.domain.decision import Action
from service.domain.errors import Forbidden, NotFound, Unauthorized
from service.domain.moderator import TERMINAL, Acting, Moderator, Role, Roles
from service.domain.one_time_link import DAY_MS
from service.domain.session import IDLE_MS
from service.usecases.authenticate_token import authenticate_token, behind_door
from service.usecases.create_token import create_token
from service.usecases.invite_moderator import invite_moderator
from service.usecases.manage_moderators import read_roles
from service.usecases.remove_moderator import remove_moderator
from service.usecases.review_accounts import (
    list_account_events,
    list_invitations,
    list_moderators,
    list_sessions,
    list_tokens,
)
from service.usecases.revoke_token import revoke_token
from tests.usecases.acting import Desk
from tests.usecases.altered import Overtaken
from tests.usecases.people import Office, acting


async def on(office: Office, **roles: Role) -> Roles:
    return await read_roles(roles, storage=office.storage)


async def make_token(
    office: Office, by: Acting, role: Role = Role.VIEWER, site: str | None = None
) -> tuple[str, str]:
    """The id and the text."""
    roles = await read_roles({site or "*": role}, storage=office.storage)
    token, text = await create_token("script", roles, expires_at=None, by=by, **office.kept)
    return token.public_id, text


async def names(office: Office, by: Moderator) -> list[str]:
    found = await list_moderators(by=acting(by), storage=office.storage)
    return [one.name for one in found]


async def test_moderators_are_seen_by_owners_of_a_site_of_theirs(office: Office) -> None:
    owner = await office.person("Owner")
    small = await office.person("Small", await on(office, open=Role.OWNER))
    await office.person("Here", await on(office, open=Role.VIEWER))
    await office.person("There", await on(office, blog=Role.VIEWER))

    assert await names(office, owner) == ["Owner", "Small", "Here", "There"]
    assert await names(office, small) == ["Owner", "Small", "Here"]


async def test_invitations_are_listed_until_they_expire(office: Office) -> None:
    owner = await office.person("Owner")
    small = await office.person("Small", await on(office, open=Role.OWNER))
    for roles, days in ((await on(office, blog=Role.VIEWER), 1), (Roles(Role.VIEWER), 2)):
        await invite_moderator(
            roles, name=None, life_ms=days * DAY_MS, by=acting(owner), **office.kept
        )

    async def seen(by: Moderator) -> int:
        return len(await list_invitations(by=acting(by), **office.kept))

    assert (await seen(owner), await seen(small)) == (2, 1)
    office.clock.now += DAY_MS
    assert (await seen(owner), await seen(small)) == (1, 1)


async def test_tokens_are_seen_by_who_made_them_and_who_may_do_as_much(office: Office) -> None:
    owner = await office.person("Owner")
    small = await office.person("Small", await on(office, open=Role.ADMIN))
    everywhere, _ = await make_token(office, acting(owner), Role.ADMIN)
    here, _ = await make_token(office, acting(small), site="open")

    async def seen(by: Moderator) -> list[str]:
        found = await list_tokens(by=acting(by), storage=office.storage)
        return [token.public_id for token in found]

    assert await seen(owner) == [everywhere, here]
    assert await seen(small) == [here]


async def test_nobody_makes_a_token_for_more_than_he_may(office: Office) -> None:
    small = await office.person("Small", await on(office, open=Role.ADMIN))

    for role, site in ((Role.VIEWER, None), (Role.VIEWER, "blog"), (Role.OWNER, "open")):
        with pytest.raises(Forbidden, match="beyond_own_roles"):
            await make_token(office, acting(small), role, site)


async def test_a_token_opens_nothing_once_it_is_revoked(office: Office) -> None:
    owner = await office.person("Owner")
    public_id, text = await make_token(office, acting(owner))

    await revoke_token(public_id, by=acting(owner), **office.kept)

    with pytest.raises(Unauthorized, match="bad_token"):
        await authenticate_token(text, **office.kept)
    with pytest.raises(NotFound, match="unknown_token"):
        await revoke_token(public_id, by=acting(owner), **office.kept)
    assert (await office.acts())[-2:] == ["token_made", "token_revoked"]


async def test_a_token_revoked_twice_at_once_is_revoked_once(office: Office) -> None:
    owner = await office.person("Owner")
    public_id, _ = await make_token(office, acting(owner))

    async def meanwhile() -> None:
        await revoke_token(public_id, by=acting(owner), **office.kept)

    late = {**office.kept, "storage": Overtaken(office.storage, meanwhile)}
    with pytest.raises(NotFound, match="unknown_token"):
        await revoke_token(public_id, by=acting(owner), **late)


async def test_nobody_revokes_what_may_do_more_than_he(office: Office) -> None:
    owner = await office.person("Owner")
    small = await office.person("Small", await on(office, open=Role.ADMIN))
    public_id, text = await make_token(office, acting(owner))

    with pytest.raises(NotFound, match="unknown_token"):
        await revoke_token(public_id, by=acting(small), **office.kept)

    await authenticate_token(text, **office.kept)


async def test_ones_own_token_can_be_revoked_whatever_it_may_do(office: Office) -> None:
    anna = await office.person("Anna", Roles(Role.ADMIN))
    public_id, _ = await make_token(office, acting(anna), Role.ADMIN)
    weaker = Acting(anna.public_id, anna.name, Roles(Role.VIEWER))

    await revoke_token(public_id, by=weaker, **office.kept)


async def test_what_a_token_made_ends_with_it(office: Office) -> None:
    parent, text = await make_token(office, TERMINAL, Role.ADMIN)
    holder = behind_door(await authenticate_token(text, **office.kept), Role.ADMIN)
    _, child = await make_token(office, holder)

    await revoke_token(parent, by=TERMINAL, **office.kept)

    with pytest.raises(Unauthorized):
        await authenticate_token(child, **office.kept)


async def test_what_a_moderators_token_made_ends_with_the_moderator(office: Office) -> None:
    owner = await office.person("Owner")
    anna = await office.person("Anna", Roles(Role.ADMIN))
    _, text = await make_token(office, acting(anna), Role.ADMIN)
    holder = behind_door(await authenticate_token(text, **office.kept), Role.ADMIN)
    _, child = await make_token(office, holder)

    await remove_moderator(anna.public_id, by=acting(owner), **office.kept)

    with pytest.raises(Unauthorized):
        await authenticate_token(child, **office.kept)


async def test_one_sees_ones_own_sessions_and_an_owner_everybodys(office: Office) -> None:
    await office.person("Owner")
    await office.person("Anna", Roles(Role.ADMIN))
    owner, anna = await office.opened("Owner"), await office.opened("Anna")

    async def seen(opened: object, *, everybodys: bool) -> list[str]:
        found = await list_sessions(
            opened,
            everybodys=everybodys,
            by=acting(opened.moderator),
            watch=office.gate.watch,
            **office.kept,
        )
        return [moderator.name for _, moderator in found]

    assert await seen(owner, everybodys=False) == ["Owner"]
    assert await seen(owner, everybodys=True) == ["Anna", "Owner"]
    assert await seen(anna, everybodys=False) == ["Anna"]
    with pytest.raises(Forbidden, match="role_too_low"):
        await seen(anna, everybodys=True)
    office.clock.now += IDLE_MS
    assert await seen(owner, everybodys=True) == []


async def test_an_owner_of_one_site_sees_no_session_of_whoever_may_do_more(
    office: Office,
) -> None:
    await office.person("Owner")
    await office.person("Small", await on(office, open=Role.OWNER))
    await office.opened("Owner")
    small = await office.opened("Small")

    found = await list_sessions(
        small,
        everybodys=True,
        by=acting(small.moderator),
        watch=office.gate.watch,
        **office.kept,
    )

    assert [moderator.name for _, moderator in found] == ["Small"]


async def test_what_happened_is_for_owners_of_everything(office: Office) -> None:
    owner = await office.person("Owner")
    small = await office.person("Small", await on(office, open=Role.OWNER))

    events, _ = await list_account_events(None, 10, by=acting(owner), storage=office.storage)

    assert [event.about_name for event in events] == ["Small", "Owner"]
    assert {event.actor_id for event in events} == {TERMINAL.public_id}
    with pytest.raises(Forbidden, match="role_too_low"):
        await list_account_events(None, 10, by=acting(small), storage=office.storage)


async def test_a_moderator_decides_under_his_own_name(office: Office, desk: Desk) -> None:
    anna = await office.person("Anna", Roles(Role.MODERATOR))
    posted = (await desk.post()).comment.public_id

    _, decision = await desk.decide(
        posted, Action.APPROVE, behind_door(anna, Role.MODERATOR, "192.0.2.0/24")
    )

    assert (decision.actor.id, decision.actor.name) == (anna.public_id, "Anna")


async def test_behind_a_door_there_are_only_the_sites_where_the_role_is_enough(
    office: Office, desk: Desk
) -> None:
    anna = await office.person("Anna", await on(office, open=Role.ADMIN, blog=Role.VIEWER))
    posted = (await desk.post(site="blog")).comment.public_id

    with pytest.raises(NotFound, match="unknown_comment"):
        await desk.decide(posted, Action.APPROVE, behind_door(anna, Role.MODERATOR))
    with pytest.raises(Forbidden, match="role_too_low"):
        behind_door(anna, Role.OWNER)
    nobody = Acting("x", "x", Roles())
    with pytest.raises(Forbidden, match="role_too_low"):
        behind_door(nobody, Role.VIEWER)
