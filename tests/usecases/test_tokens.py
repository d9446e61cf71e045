"""API tokens: made once, shown once, known by their hash; roles and sites."""

from dataclasses import replace

import pytest

from service.domain.decision import ActorKind
from service.domain.errors import Forbidden, Invalid, Unauthorized
from service.domain.moderator import ApiToken, Role, Roles
from service.usecases.authenticate_token import (
    actor_of,
    authenticate_token,
    may_see,
    require_role,
)
from service.usecases.create_token import create_token
from service.usecases.manage_moderators import read_roles
from tests.usecases.acting import Desk


async def create(
    desk: Desk,
    role: Role = Role.MODERATOR,
    site_slug: str | None = None,
    expires_at: int | None = None,
) -> tuple[ApiToken, str]:
    return await create_token(
        "Anna",
        await read_roles({site_slug or "*": role}, storage=desk.storage),
        expires_at=expires_at,
        storage=desk.storage,
        clock=desk.clock,
    )


async def authenticate(desk: Desk, text: str) -> ApiToken:
    return await authenticate_token(text, storage=desk.storage, clock=desk.clock)


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 81])
async def test_a_token_has_a_name_that_the_log_can_tell(desk: Desk, name: str) -> None:
    with pytest.raises(Invalid, match="bad_name"):
        await create_token(
            name,
            Roles(Role.ADMIN),
            expires_at=None,
            storage=desk.storage,
            clock=desk.clock,
        )

    assert await desk.storage.accounts.tokens() == []


@pytest.mark.parametrize("role", list(Role))
async def test_a_token_opens_what_it_was_made_for(desk: Desk, role: Role) -> None:
    made, text = await create(desk, role)

    assert await authenticate(desk, text) == made
    assert made.roles == Roles(role)


async def test_the_secret_is_stored_nowhere(desk: Desk) -> None:
    made, text = await create(desk)

    # Not from the last "_" on: a secret may hold one itself.
    assert text.split("_", 2)[2] not in repr(await desk.storage.accounts.token(made.public_id))


async def test_a_token_may_belong_to_one_site(desk: Desk) -> None:
    made, text = await create(desk, site_slug="open")

    site = await desk.storage.sites.by_slug("open")
    assert site is not None
    assert made.roles == Roles(on_sites={site.id: Role.MODERATOR})
    assert await authenticate(desk, text) == made


async def test_a_token_may_have_another_role_on_each_of_some_sites(desk: Desk) -> None:
    sites = {slug: await desk.storage.sites.by_slug(slug) for slug in ("blog", "open")}
    named = {"blog": Role.ADMIN, "open": Role.VIEWER}
    roles = await read_roles(named, storage=desk.storage)
    kept = {"storage": desk.storage, "clock": desk.clock}
    _, text = await create_token("Anna", roles, expires_at=None, **kept)

    found = await authenticate(desk, text)

    assert {slug: found.roles.on(site.id) for slug, site in sites.items() if site} == named


@pytest.mark.parametrize("text", ["", "rct", "rct_x", "rct_x_y", "Bearer", "\ud800"])
async def test_what_is_no_token_opens_nothing(desk: Desk, text: str) -> None:
    with pytest.raises(Unauthorized, match="bad_token"):
        await authenticate(desk, text)


async def test_another_tokens_secret_opens_nothing(desk: Desk) -> None:
    one, _ = await create(desk)
    _, other = await create(desk)

    with pytest.raises(Unauthorized, match="bad_token"):
        await authenticate(desk, f"rct_{one.public_id}_{other.split('_', 2)[2]}")


async def test_a_token_opens_nothing_from_the_moment_it_expires(desk: Desk) -> None:
    _, text = await create(desk, expires_at=desk.clock.now + 60_000)
    await authenticate(desk, text)

    desk.clock.pass_minutes(1)

    with pytest.raises(Unauthorized, match="token_expired"):
        await authenticate(desk, text)


async def test_a_role_covers_what_lies_below_it(desk: Desk) -> None:
    made, _ = await create(desk, Role.MODERATOR)

    require_role(made, Role.VIEWER)
    with pytest.raises(Forbidden) as refused:
        require_role(made, Role.ADMIN)

    assert refused.value.code == "role_too_low"
    assert refused.value.params == {"role": "moderator", "needed": "admin"}


async def test_a_sites_token_sees_that_sites_comments_only(desk: Desk) -> None:
    made, _ = await create(desk, site_slug="open")
    everywhere = replace(made, roles=Roles(Role.MODERATOR))
    here = (await desk.post(site="open")).comment
    elsewhere = (await desk.post(site="blog")).comment

    assert may_see(made, here)
    assert not may_see(made, elsewhere)
    assert may_see(everywhere, elsewhere)
    assert not may_see(everywhere, None)


async def test_the_log_names_a_token_by_its_id_and_name(desk: Desk) -> None:
    made, _ = await create(desk)

    actor = actor_of(made)

    assert (actor.kind, actor.id, actor.name) == (ActorKind.MODERATOR, made.public_id, "Anna")
