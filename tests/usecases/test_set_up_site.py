"""Setting up a site: the same call again changes nothing, another one only what it says."""

from typing import Any

import pytest

from service.domain.errors import Invalid
from service.domain.page_key import page_address
from service.domain.site import Moderation, Site
from service.usecases.set_up_site import set_up_site
from service.usecases.site_settings import SiteSettings
from tests.usecases.acting import Desk


async def set_up(desk: Desk, slug: str = "new", **given: Any) -> tuple[Site, bool]:
    settings = SiteSettings(**given)
    return await set_up_site(slug, settings, storage=desk.storage, clock=desk.clock)


async def test_a_new_site_is_stored(desk: Desk) -> None:
    site, is_new = await set_up(
        desk,
        name="Nieuw",
        origins=["https://new.example"],
        hosts=["www.new.example"],
        language="nl",
        moderation=Moderation.HOLD_ALL,
    )

    assert is_new
    assert (site.name, site.language, site.moderation) == ("Nieuw", "nl", Moderation.HOLD_ALL)
    assert site.origins == ("https://new.example",)
    assert site.hosts == ("www.new.example", "new.example")
    assert await desk.storage.sites.by_slug("new") == site


async def test_a_new_site_has_defaults_for_what_is_not_given(desk: Desk) -> None:
    site, _ = await set_up(desk)

    assert (site.name, site.language, site.moderation) == ("new", "en", Moderation.HOLD_NEW)
    assert len(site.secret) == 32


async def test_each_site_has_its_own_secret(desk: Desk) -> None:
    one, _ = await set_up(desk, "one")
    other, _ = await set_up(desk, "other")

    assert one.secret != other.secret


async def test_the_same_call_again_changes_nothing(desk: Desk) -> None:
    given = {"name": "N", "origins": ["https://new.example"], "hosts": ["x.example"]}
    first, _ = await set_up(desk, **given)

    again, is_new = await set_up(desk, **given)

    assert (again, is_new) == (first, False)


async def test_what_is_not_given_stays(desk: Desk) -> None:
    first, _ = await set_up(
        desk, origins=["https://new.example"], hosts=["x.example"], language="nl"
    )

    changed, _ = await set_up(desk, name="Anders")

    assert changed.name == "Anders"
    assert (changed.origins, changed.hosts) == (first.origins, first.hosts)
    assert (changed.language, changed.secret) == ("nl", first.secret)
    assert await desk.storage.sites.by_slug("new") == changed


async def test_new_origins_own_pages_beside_the_hosts_there_were(desk: Desk) -> None:
    await set_up(desk, origins=["https://new.example"], hosts=["old.example"])

    changed, _ = await set_up(desk, origins=["http://localhost:8080"])

    assert changed.origins == ("http://localhost:8080",)
    assert changed.hosts == ("old.example", "new.example", "localhost")


async def test_hosts_that_are_given_take_the_place_of_the_old_ones(desk: Desk) -> None:
    await set_up(desk, hosts=["old.example"])

    changed, _ = await set_up(desk, hosts=["NEW.example."])

    assert changed.hosts == ("new.example",)


@pytest.mark.parametrize(
    ("origin", "stored"),
    [
        ("https://Blog.Example/", "https://blog.example"),
        ("https://blog.example:443", "https://blog.example"),
        ("http://blog.example:80", "http://blog.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[2001:DB8:0:0::1]", "http://[2001:db8::1]"),
        ("http://192.0.2.7", "http://192.0.2.7"),
        ("https://my_blog.example.", "https://my_blog.example"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
async def test_an_origin_is_stored_as_browsers_send_it(
    desk: Desk, origin: str, stored: str
) -> None:
    site, _ = await set_up(desk, origins=[origin])

    assert site.origins == (stored,)
    assert page_address(site, f"{stored}/a").url == f"{stored}/a"


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "*",
        "blog.example",
        "ftp://blog.example",
        "https://",
        "https://blog.example/pad",
        "https://blog.example?x",
        "https://blog.example#x",
        "https://jan@blog.example",
        "https://blog.example:99999",
        "https://[blog",
        "https://a b",
        "https://-",
        "https://x..example",
        "https://.example",
        "https://-x.example",
        "https://x-.example",
        "https://x.example..",
        "https://blog.example:0",
        "https://[::1%25eth0]",
        "https://[:::]",
        "https://192.0.2.700",
        "https://192.0.2",
        "https://x.0x1f",
        f"https://{'x' * 64}.example",
        f"https://{'x.' * 127}example",
    ],
)
async def test_what_is_no_origin_is_refused(desk: Desk, origin: str) -> None:
    with pytest.raises(Invalid) as refused:
        await set_up(desk, origins=[origin])

    assert (refused.value.code, refused.value.field) == ("bad_origin", "origins")
    assert await desk.storage.sites.by_slug("new") is None


@pytest.mark.parametrize(
    "host", ["", "https://x.example", "x.example/a", "a b", "-", "x..y", "x" * 300]
)
async def test_what_is_no_host_is_refused(desk: Desk, host: str) -> None:
    with pytest.raises(Invalid, match="bad_host"):
        await set_up(desk, hosts=[host])


@pytest.mark.parametrize("slug", ["", "Blog", "a b", "a/b", "-a", "a-", "x" * 65, "é", "a\n"])
async def test_a_slug_that_could_not_stand_in_an_address_is_refused(desk: Desk, slug: str) -> None:
    with pytest.raises(Invalid, match="bad_slug"):
        await set_up(desk, slug)
