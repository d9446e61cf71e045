"""The desk's room of pages, without JavaScript."""

import pytest

from service.domain.moderator import Role, Roles
from service.web.pages.desk import threads
from tests.web.desk_client import DeskClient, Page, at_desk, words
from tests.web.running_service import RunningService

ROOM = "/moderate/threads"


async def at_pages(service: RunningService, **roles: object) -> DeskClient:
    """At a desk with two pages that have comments."""
    await service.post_public(post="/a", text="Een verhaal over kippen.", post_title="Kippen")
    await service.post_public(post="/b", text="Iets anders over het weer.")
    return await at_desk(service, **roles)


async def open_page(desk: DeskClient, name: str) -> Page:
    """The page of the thread with this name, found by searching."""
    found = await desk.get(f"{ROOM}?q={name}")
    [path] = [link for link in found.read.links if link.startswith(f"{ROOM}/")]
    return await desk.get(path)


async def test_before_the_first_comment_the_room_says_so(service: RunningService) -> None:
    desk = await at_desk(service)

    empty = await desk.get(ROOM)
    none = await desk.get(f"{ROOM}?q=kip")

    assert "No page has comments yet." in words(empty)
    assert "No pages found." in words(none)


async def test_pages_are_listed_with_plain_numbers(service: RunningService) -> None:
    desk = await at_pages(service)
    await service.post(post="/c")

    page = words(await desk.get(ROOM))

    assert "Kippen /a · open 1 comment · newest" in page
    assert "/c · blog no comments · 1 waits · newest" in page


async def test_more_pages_than_fit_are_on_the_next_one(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "SHOWN", 1)
    desk = await at_pages(service)

    first = await desk.get(f"{ROOM}?site=open&closed=false")
    [path] = [link for link in first.read.links if "cursor=" in link]
    rest = await desk.get(path)

    assert "Kippen" not in words(first)
    assert "Kippen" in words(rest)
    assert "Next page" not in words(rest)


async def test_a_page_is_closed_and_opened_where_it_is_listed(service: RunningService) -> None:
    desk = await at_pages(service)
    here = f"{ROOM}?q=Kippen"
    form = (await desk.get(here)).read.forms[-1]

    closed = await desk.press(form, "close")
    refused = await service.post(site="open", post="/a", text="Nog wat.")
    opened = await desk.press(closed.read.forms[-1], "open")

    assert closed.path.startswith(here)
    assert "Closed: no new comments can be posted there." in words(closed)
    assert "closed 1 comment" in words(closed)
    assert refused.code == (422, "thread_closed", "post")
    assert "Open: comments can be posted there again." in words(opened)
    assert "Kippen" in words(await desk.get(f"{ROOM}?closed=false"))


async def test_a_page_gets_another_address_and_title(service: RunningService) -> None:
    desk = await at_pages(service)
    page = await open_page(desk, "Kippen")
    form = page.form(page.path + "/rename")

    renamed = await desk.press(form, address="https://open.example/new/", title="Kip")

    assert "Saved." in words(renamed)
    assert "Other addresses of this page /a" in words(renamed)
    assert (await service.listed("open", "/a")).json["post"] == "/new"


async def test_what_cannot_be_comes_back_as_it_was_typed(service: RunningService) -> None:
    desk = await at_pages(service)
    page = await open_page(desk, "Kippen")

    taken = await desk.press(page.form(page.path + "/rename"), address="/b", title="Mijn kip")
    foreign = await desk.press(page.form(page.path + "/merge"), into="https://evil.example/")
    nowhere = await desk.press(page.form(page.path + "/merge"), into="/nowhere")

    assert taken.status == 409
    assert "That address is the one of “/b”. Merge the two pages instead." in words(taken)
    assert 'value="Mijn kip"' in taken.html
    assert foreign.status == 422
    assert 'value="https://evil.example/"' in foreign.html
    assert nowhere.status == 404
    assert "There is no other page with comments at that address." in words(nowhere)


async def test_a_merge_is_asked_for_done_and_undone(service: RunningService) -> None:
    desk = await at_pages(service)
    page = await open_page(desk, "Kippen")

    asked = await desk.press(page.form(page.path + "/merge"), into="/b")
    before = await service.listed("open", "/b")
    merged = await desk.press(asked.form(page.path + "/merge"))
    both = await service.listed("open", "/a")
    undone = await desk.press(next(each for each in merged.read.forms if "merges" in each.action))

    assert "Merge “Kippen” into “/b”?" in words(asked)
    assert before.json["count"] == 1
    assert "Merged. You can undo it below." in words(merged)
    assert both.json["count"] == 2
    assert "This page stands on its own again." in words(undone)
    assert undone.path.startswith(page.path)
    assert (await service.listed("open", "/b")).json["count"] == 1


async def test_a_viewer_reads_and_a_moderator_closes(service: RunningService) -> None:
    viewer = await at_pages(service, name="Vera", roles=Roles(Role.VIEWER))
    moderator = await at_desk(service, "Mo", roles=Roles(Role.MODERATOR))
    seen = await open_page(viewer, "Kippen")
    used = await open_page(moderator, "Kippen")

    closed = await moderator.press(used.form(used.path + "/state"), "close")
    tried = await viewer.post(f"{seen.path}/state", [("act", "open")])
    renamed = await moderator.post(f"{seen.path}/rename", [("address", "/x")])

    own = [form.action for form in seen.read.forms if form.action.startswith(ROOM)]
    assert own == []
    assert [form.action for form in used.read.forms if form.action.startswith(ROOM)] == [
        used.path + "/state"
    ]
    assert closed.status == 200
    assert tried.status == renamed.status == 403


async def test_a_page_that_is_gone_is_told_of(service: RunningService) -> None:
    desk = await at_pages(service)
    page = await open_page(desk, "Kippen")
    form = page.form(page.path + "/merge")
    await desk.press(form, into="/b", sure="yes")

    gone = await desk.get(page.path)
    again = await desk.press(form, into="/b", sure="yes")
    undone = await desk.post(f"/moderate/merges/{'0' * 32}/undo", [])

    assert gone.status == again.status == undone.status == 404
    assert "There is no such page." in words(again)
