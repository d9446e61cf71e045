"""The desk's settings without JavaScript."""

import re

from service.domain.moderator import Role, Roles
from tests.web.desk_client import DeskClient, Form, at_desk, words
from tests.web.running_service import RunningService
from tests.web.test_desk_other_sites import at_blog

ROOM = "/moderate/settings"


async def settings(desk: DeskClient, site: str = "open") -> Form:
    return (await desk.get(f"{ROOM}?site={site}")).form(ROOM, act="change")


async def test_a_site_is_changed_by_its_form(service: RunningService) -> None:
    desk = await at_desk(service)
    form = await settings(desk)

    saved = await desk.press(
        form,
        name="Open huis",
        origins="https://open.example\nhttps://new.example",
        moderation="hold_all",
        edit_minutes="15",
        votes="off",
    )

    site = await service.storage.sites.by_slug("open")
    assert site is not None
    assert (site.name, site.moderation.value, site.edit_minutes) == ("Open huis", "hold_all", 15)
    assert not site.votes
    assert site.hosts == ("open.example", "new.example")
    assert "Saved" in words(saved)
    assert "Open huis" in words(saved)


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    form = await settings(desk)

    for name, typed, said in (
        ("origins", "blog.example", "blog.example is not an origin"),
        ("edit_minutes", "soon", "Give a whole number of minutes"),
        ("edit_minutes", "99999", "Give a whole number of minutes"),
        ("hosts", "<b>", "&lt;b&gt; is not a host name"),
        ("parameters", "a=b", "a=b is not the name of a query parameter"),
        ("name", "\u202e", "Give a name of one line"),
    ):
        wrong = await desk.press(form, **{"name": "Mijn tekst", name: typed})

        assert wrong.status == 422
        field = re.search(rf'<(?:input|textarea) id="{name}"[^>]*>', wrong.html)
        assert field is not None
        assert 'aria-invalid="true" autofocus' in field[0]
        assert f"{name}-wrong" in field[0]
        assert re.search(rf'id="{name}-wrong">{re.escape(said)}', wrong.html), name
        again = wrong.form(ROOM, act="change")
        assert (name, typed) in again.fields
        assert name == "name" or ("name", "Mijn tekst") in again.fields


async def test_two_admins_do_not_write_over_each_other(service: RunningService) -> None:
    anna, bea = await at_desk(service), await at_blog(service)
    first, second = await settings(anna, "blog"), await settings(bea, "blog")
    await anna.press(first, name="Van Anna", moderation="hold_all")

    other = await bea.press(second, edit_minutes="5")
    late = await bea.press(second, name="Van Bea")
    form = late.form(ROOM, act="change")
    again = await bea.press(form)

    blog = await service.storage.sites.by_slug("blog")
    assert blog is not None
    assert other.status == 200
    assert late.status == 409
    assert "It is now: Van Anna" in words(late)
    assert ("name", "Van Bea") in form.fields
    assert again.status == 200
    # What she did not touch is as Anna left it.
    assert (blog.name, blog.moderation.value) == ("Van Bea", "hold_all")


async def test_a_conflict_over_a_choice_is_told_in_words(service: RunningService) -> None:
    desk = await at_desk(service)
    form = await settings(desk)
    await desk.press(form, moderation="hold_all")

    late = await desk.press(form, moderation="hold_new")

    assert "It is now: Every comment" in words(late)


async def test_an_owner_makes_a_site(service: RunningService) -> None:
    desk = await at_desk(service)
    form = (await desk.get(ROOM)).form(ROOM, act="make")

    wrong = await desk.press(form, slug="Nieuw!", name="Nieuwe site")
    made = await desk.press(
        wrong.form(ROOM, act="make"), slug="nieuw", origins="https://nieuw.example"
    )

    assert wrong.status == 422
    assert 'id="new-slug-wrong"' in wrong.html
    site = await service.storage.sites.by_slug("nieuw")
    assert site is not None
    assert (site.name, site.origins) == ("Nieuwe site", ("https://nieuw.example",))
    assert made.path.startswith(f"{ROOM}?site=nieuw")


async def test_an_admin_of_one_site_sees_no_other_and_makes_none(service: RunningService) -> None:
    bea = await at_blog(service)
    page = await bea.get(ROOM)
    form = page.form(ROOM, act="change")

    elsewhere = await bea.get(f"{ROOM}?site=open")
    changed = await bea.press(form, site="open", name="Gekaapt")
    made = await bea.post(ROOM, [("act", "make"), ("slug", "mine")])

    assert not [form for form in page.read.forms if ("act", "make") in form.fields]
    assert "open" not in re.findall(r"site=([a-z]+)", page.html)
    assert (elsewhere.status, changed.status, made.status) == (404, 404, 403)
    site = await service.storage.sites.by_slug("open")
    assert site is not None
    assert site.name == "open"


async def test_a_moderator_has_no_settings(service: RunningService) -> None:
    desk = await at_desk(service, roles=Roles(Role.MODERATOR))

    assert (await desk.get(ROOM)).status == 403
    assert ROOM not in (await desk.get("/moderate/queue")).html


async def test_the_page_says_where_comments_are_to_be_had(service: RunningService) -> None:
    page = await (await at_desk(service)).get(f"{ROOM}?site=open")

    assert f"{service.address}/api/v1/comments?site=open&post=…" in words(page)
    assert "/embed?site=open" in page.read.links


async def test_what_the_page_claims_to_have_shown_is_read_strictly(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    form = await settings(desk)

    for seen in ("", "[]", '{"secret": "x"}', '{"edit_minutes": "60"}', "{"):
        assert (await desk.press(form, seen=seen)).status == 400
    assert (await desk.press(form, language="xx")).status == 400


async def test_a_short_name_that_is_taken_is_told_at_its_field(service: RunningService) -> None:
    desk = await at_desk(service)
    page = await desk.get("/moderate/settings")

    refused = await desk.press(page.form("/moderate/settings", act="make"), slug="open")

    assert refused.status == 409
    assert 'id="new-slug-wrong"' in refused.html
