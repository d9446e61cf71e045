"""Sites are made by owners, changed setting by setting, and each change is in the site's log."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from service.domain.errors import Conflict, Forbidden, Invalid, NotFound
from service.domain.moderator import Acting, Role, Roles
from service.domain.site import Moderation, Site
from service.usecases.change_site import change_site
from service.usecases.make_site import make_site
from service.usecases.site_settings import LISTED_MAX, SiteSettings
from tests.usecases.acting import Desk

OWNER = Acting("anna", "Anna", Roles(Role.OWNER))


async def make(desk: Desk, slug: str = "new", by: Acting = OWNER, **said: Any) -> Site:
    settings = SiteSettings(**said)
    return await make_site(slug, settings, by=by, storage=desk.storage, clock=desk.clock)


async def change(desk: Desk, site: Site, seen: SiteSettings | None = None, **said: Any) -> Site:
    return await change_site(
        site,
        SiteSettings(**said),
        seen=seen or SiteSettings(),
        by=OWNER,
        storage=desk.storage,
        clock=desk.clock,
    )


async def told(desk: Desk, site: Site) -> list[tuple[str, str | None, dict[str, Any]]]:
    events, _ = await desk.storage.site_events.page((site.id,), None, 50)
    return [(one.act.value, one.about_name, dict(one.details)) for one in reversed(events)]


async def test_a_site_that_is_made_is_the_first_thing_in_its_log(desk: Desk) -> None:
    site = await make(desk, name="Nieuw", origins=["https://new.example"], edit_minutes=5)

    assert (site.name, site.origins, site.edit_minutes) == ("Nieuw", ("https://new.example",), 5)
    assert await told(desk, site) == [("site_made", "Nieuw", {})]


@pytest.mark.parametrize("roles", [Roles(Role.ADMIN), Roles(Role.ADMIN, {1: Role.OWNER})])
async def test_only_an_owner_of_everything_makes_sites(desk: Desk, roles: Roles) -> None:
    with pytest.raises(Forbidden, match="role_too_low"):
        await make(desk, by=Acting("bea", "Bea", roles))

    assert await desk.storage.sites.by_slug("new") is None


async def test_a_name_that_is_taken_makes_no_second_site(desk: Desk) -> None:
    with pytest.raises(Conflict, match="already_exists"):
        await make(desk, "blog")


async def test_each_setting_that_changes_is_an_event(desk: Desk) -> None:
    site = await make(desk)

    await change(
        desk,
        site,
        moderation=Moderation.HOLD_ALL,
        parameters=["id"],
        name="new",
        origins=["https://new.example"],
    )

    assert (await told(desk, site))[1:] == [
        ("site_changed", "origins", {"from": [], "to": ["https://new.example"]}),
        ("site_changed", "hosts", {"from": [], "to": ["new.example"]}),
        ("site_changed", "moderation", {"from": "hold_new", "to": "hold_all"}),
        ("site_changed", "parameters", {"from": [], "to": ["id"]}),
    ]
    assert site.secret.hex() not in str(await told(desk, site))


async def test_what_is_as_it_was_is_no_event(desk: Desk) -> None:
    site = await make(desk, name="Nieuw")

    assert await change(desk, site, name=" Nieuw ", seen=SiteSettings(name="Oud")) == site
    assert len(await told(desk, site)) == 1


async def test_two_who_change_different_settings_both_get_theirs(desk: Desk) -> None:
    site = await make(desk)

    await asyncio.gather(
        change(desk, site, name="Anders"),
        change(desk, site, edit_minutes=0),
        change(desk, site, parameters=["id"]),
    )

    now = await desk.storage.sites.by_slug("new")
    assert now is not None
    assert (now.name, now.edit_minutes, now.parameters) == ("Anders", 0, ("id",))


async def test_what_changed_since_it_was_seen_is_not_written_over(desk: Desk) -> None:
    site = await make(desk, origins=["https://a.example"])
    seen = SiteSettings(name="new", origins=["https://a.example"])
    await change(desk, site, origins=["https://b.example"])

    with pytest.raises(Conflict) as refused:
        await change(desk, site, seen, origins=["https://c.example"], name="Anders")

    assert (refused.value.code, refused.value.field) == ("setting_changed", "origins")
    assert refused.value.params == {"now": "https://b.example"}
    now = await desk.storage.sites.by_slug("new")
    assert now is not None
    assert (now.name, now.origins) == ("new", ("https://b.example",))


async def test_a_conflict_over_a_list_that_was_emptied_says_so(desk: Desk) -> None:
    site = await make(desk, parameters=["id"])
    await change(desk, site, parameters=[])

    with pytest.raises(Conflict) as refused:
        await change(desk, site, parameters=["p"], seen=SiteSettings(parameters=["id"]))

    assert refused.value.params == {"now": "–"}


async def test_a_conflict_over_a_single_value_tells_it(desk: Desk) -> None:
    site = await make(desk, edit_minutes=5)

    with pytest.raises(Conflict) as refused:
        await change(desk, site, SiteSettings(edit_minutes=60), edit_minutes=0)

    assert refused.value.params == {"now": "5"}


async def test_a_conflict_over_a_switch_says_how_it_stands(desk: Desk) -> None:
    site = await make(desk, votes=False)

    with pytest.raises(Conflict) as refused:
        await change(desk, site, SiteSettings(votes=True), votes=True)

    assert refused.value.params == {"now": "off"}


async def test_a_site_that_is_not_there_is_not_changed(desk: Desk) -> None:
    with pytest.raises(NotFound, match="unknown_site"):
        await change(desk, replace(await make(desk), id=1), name="Anders")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"name": "  "}, "bad_name", "name"),
        ({"name": "x" * 81}, "bad_name", "name"),
        ({"name": "two\nlines"}, "bad_name", "name"),
        ({"name": "\u202emooi"}, "bad_name", "name"),
        ({"edit_minutes": -1}, "bad_edit_minutes", "edit_minutes"),
        ({"edit_minutes": 7 * 24 * 60 + 1}, "bad_edit_minutes", "edit_minutes"),
        ({"hosts": ["https://a.example"]}, "bad_host", "hosts"),
        ({"origins": ["null"]}, "bad_origin", "origins"),
        ({"parameters": [""]}, "bad_parameter", "parameters"),
        ({"parameters": ["a=b"]}, "bad_parameter", "parameters"),
        ({"parameters": ["x" * 101]}, "bad_parameter", "parameters"),
        ({"parameters": ["\u200b"]}, "bad_parameter", "parameters"),
        ({"hosts": [f"a{n}.example" for n in range(LISTED_MAX + 1)]}, "too_many", "hosts"),
    ],
)
async def test_what_cannot_be_kept_is_told_by_its_setting(
    desk: Desk, said: dict[str, Any], code: str, field: str
) -> None:
    site = await make(desk)

    with pytest.raises(Invalid) as refused:
        await change(desk, site, **said)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert await desk.storage.sites.by_slug("new") == site


async def test_the_hosts_of_the_origins_stay_the_sites(desk: Desk) -> None:
    site = await make(desk, origins=["https://a.example"], hosts=["old.example"])

    changed = await change(desk, site, hosts=["new.example"])

    assert changed.hosts == ("new.example", "a.example")
