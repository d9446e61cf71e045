"""Importing at the desk, without JavaScript: forms, and what hostile ones come to."""

from typing import Any

import pytest

from service.domain.moderator import Role, Roles
from tests.web.browser import OURS
from tests.web.desk_client import DeskClient, Page, at_desk, at_work, until_done, words
from tests.web.running_service import RunningService
from tests.web.test_uploads import CUT, OLD, lying

ROOM = "/moderate/imports"
ELSEWHERE = OLD.replace(b"/oud.html", b"https://oud.example/a")


async def sent(desk: DeskClient, content: bytes, name: str = "oud.csv", **typed: str) -> Page:
    form = (await desk.get(f"{ROOM}?site=blog")).form(ROOM)
    return await desk.send_file(form, name, content, **typed)


async def test_a_file_goes_from_its_form_to_its_report_and_back(service: RunningService) -> None:
    desk = await at_desk(service)
    settings = await desk.get("/moderate/settings?site=blog")
    assert f"{ROOM}?site=blog" in settings.read.links
    assert "Nothing was imported yet." in words(await desk.get(ROOM))
    reading = await sent(desk, ELSEWHERE)
    assert 'http-equiv="refresh"' in reading.html
    async with at_work(service):
        look = await until_done(desk, reading)
        assert "1 comment would come along." in words(look)
        assert "1 page is not this site’s" in words(look)
        again = await desk.press(look.form(look.path, "again"), "again", hosts="oud.example")
        look = await until_done(desk, again)
        assert "1 new, 0 that are here already, 0 held apart" in words(look)
        waiting = await desk.get(f"{ROOM}?site=blog")
        assert look.path in waiting.read.links
        run = await desk.press(look.form(look.path, "import"), "import")
        done = await until_done(desk, run)
        assert "1 comment imported" in words(done)
        assert (await desk.get(look.path)).path == done.path
        listed = await desk.get(f"{ROOM}?site=blog")
        undo = listed.form(f"{done.path}/undo")
        undone = await until_done(desk, await desk.press(undo))
        assert "Took 1 comment back." in words(undone)
        assert "Taken back" in words(await desk.get(done.path))
        fragment = await desk.get(done.path, Accept="text/html;fragment=yes")
        assert fragment.html.startswith("<section")
        left = await until_done(desk, await sent(desk, CUT, "oud.xml"))
        refused = await desk.press(left.form(left.path, "import"), "import")
        assert (refused.status, "breaks off" in words(refused)) == (422, True)
        wrong = await desk.press(left.form(left.path, "again"), "again", zone="Mars")
        assert (wrong.status, "Mars" in words(wrong)) == (422, True)
        gone = await desk.press(left.form(left.path, "leave"), "leave")
        assert "What was imported" in words(gone)
        assert "This file is gone" in words(await desk.get(left.path))
        failed = await until_done(desk, await sent(desk, OLD.replace(b"text", b"Wat")))
        assert "no column that is known" in words(failed)
        again = failed.form(failed.path, "again")
        mended = await until_done(desk, await desk.press(again, "again", columns="Wat=text"))
        assert "1 comment would come along." in words(mended)


async def test_what_is_no_file_is_told_at_the_field(service: RunningService) -> None:
    desk = await at_desk(service)

    none = await sent(desk, b"", "")
    empty = await sent(desk, b"")
    unknown = await sent(desk, b"Beste lezer,", "brief.txt")
    form = await sent(desk, OLD, format="onzin")

    assert (none.status, "Choose a file first." in words(none)) == (422, True)
    assert (empty.status, "oud.csv is empty." in words(empty)) == (422, True)
    assert (unknown.status, "in no format that is known" in words(unknown)) == (422, True)
    assert (form.status, "There is no format onzin" in words(form)) == (422, True)
    assert 'aria-invalid="true"' in unknown.html
    assert lying(service) == []


def part(name: str, value: bytes = b"x", more: str = "") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


SITE = part("site", b"blog")
FILE = part("file", OLD, '; filename="oud.csv"')
END = b"--b--\r\n"
NESTED = b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"x" * 300_000, 400),
        (SITE + END, 422),
        (SITE + FILE[:-20], 400),
        (FILE + SITE + END, 400),
        (SITE + SITE + FILE + END, 400),
        (part("onzin") + SITE + FILE + END, 400),
        (part("format", b"\xff") + SITE + FILE + END, 400),
        (part("format", b"\0") + SITE + FILE + END, 422),
        (part("format", b"x" * 70_000) + SITE + FILE + END, 413),
        (part("format", more="\r\nX: " + "x" * 10_000) + FILE + END, 400),
        (part("format") * 60 + FILE + END, 400),
        (part("_charset_", b"x" * 40) + SITE + FILE + END, 400),
        (NESTED + SITE + FILE + END, 400),
        (part("site", b"nergens") + FILE + END, 404),
        (part("csrf", b"onzin") + SITE + FILE + END, 303),
        (SITE + part("file", OLD, "; filename*=UTF-8''..%2F%2e%2e%2Foud.csv") + END, 303),
    ],
)
async def test_a_form_is_read_strictly(service: RunningService, body: bytes, status: int) -> None:
    desk = await at_desk(service)
    headers = {**OURS, "Content-Type": "multipart/form-data; boundary=b"}

    page = await desk._go("POST", ROOM, body, follow=False, headers=headers)

    assert page.status == status, words(page)
    assert len(lying(service)) == (status == 303)


async def test_only_a_page_of_ours_sends_a_file_and_only_an_admin(service: RunningService) -> None:
    desk = await at_desk(service)
    form = (await desk.get(f"{ROOM}?site=blog")).form(ROOM)
    token = dict(form.fields)["csrf"]
    media = {"Content-Type": "multipart/form-data; boundary=b"}
    theirs = {**media, "Sec-Fetch-Site": "cross-site"}
    untold = {**media, "Sec-Fetch-Site": "none"}

    async def post(body: bytes, headers: dict[str, str], by: DeskClient = desk) -> Any:
        return (await by._go("POST", ROOM, body, follow=False, headers=headers)).status

    assert await post(SITE + FILE + END, theirs) == 403
    assert await post(SITE + FILE + END, untold) == 403
    assert await post(part("csrf", token.encode()) + SITE + FILE + END, untold) == 303
    assert await post(SITE + FILE + END, {**OURS, "Content-Type": "text/plain"}) == 415
    moderator = await at_desk(service, "Mo", roles=Roles(Role.MODERATOR))
    assert await post(SITE + FILE + END, {**OURS, **media}, moderator) == 403
    other = await service.storage.sites.by_slug("open")
    bea = await at_desk(service, "Bea", roles=Roles(on_sites={other.id: Role.OWNER}))
    assert await post(SITE + FILE + END, {**OURS, **media}, bea) == 404
    look = (await desk.get(f"{ROOM}?site=blog")).read.links
    path = next(link for link in look if "/uploads/" in link)
    assert (await bea.get(path)).status == 404
    assert (await bea.post(path, [("act", "leave")])).status == 404
    assert "oud.csv" not in (await bea.get(ROOM)).html
