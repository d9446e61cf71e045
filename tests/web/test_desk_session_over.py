"""A session that ends while somebody is at work."""

import random
from base64 import b64encode
from urllib.parse import quote

import pytest

from service.domain.session import IDLE_MS
from service.web.kept_form import LIFE_MS
from tests.web.browser import OURS, PASSWORD
from tests.web.desk_client import QUEUE, DeskClient, Page, at_desk, words
from tests.web.running_service import RunningService


async def test_who_sent_a_form_comes_back_to_the_page_it_stood_on(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    desk.browser.cookies["reactie"] = "over"
    page = f"{QUEUE}?status=spam&q=a b"
    sent = {**OURS, "Referer": f"{service.address}{quote(page, safe='/?&=')}"}

    answer = await desk.post("/moderate/undo", [("decision", "x")], sent=sent, follow=False)

    form = dict(answer.form("/moderate/sign-in").fields)
    assert form["back"] == f"{QUEUE}?status=spam&q=a%20b"
    assert (await at_the_form(desk, answer)).form("/moderate/undo").fields[1] == ("decision", "x")


@pytest.mark.parametrize("referer", ["", "http://[", "https://evil.example/x", "about:blank"])
async def test_a_page_that_is_not_the_desks_is_not_come_back_to(
    service: RunningService, referer: str
) -> None:
    desk = await at_desk(service)
    desk.browser.cookies["reactie"] = "over"

    answer = await desk.post(
        "/moderate/undo", [("decision", "x")], sent={**OURS, "Referer": referer}, follow=False
    )

    assert dict(answer.form("/moderate/sign-in").fields)["back"] == ""


async def at_the_form(desk: DeskClient, answer: Page, **typed: str) -> Page:
    """The page after signing in on the spot."""
    who = {"email": "anna@blog.example", "password": PASSWORD, **typed}
    return await desk.press(answer.form("/moderate/sign-in"), **who)


async def test_what_was_sent_too_late_is_sent_after_signing_in(service: RunningService) -> None:
    desk = await at_desk(service)
    form = (await desk.get("/moderate/settings?site=open")).form("/moderate/settings", act="change")
    service.clock.pass_seconds(IDLE_MS // 1000 + 1)

    late = await desk.press(
        form, name="Nieuwe naam", origins="https://a.example\nhttps://b.example"
    )
    wrong = await at_the_form(desk, late, password="niet deze")
    back = await at_the_form(desk, wrong)
    done = await desk.press(back.form("/moderate/settings"))

    site = await service.storage.sites.by_slug("open")
    assert site is not None
    assert (late.status, wrong.status) == (401, 401)
    assert "nothing was done with it yet" in words(late)
    assert "Nieuwe naam" in words(back)
    assert "Saved" in words(done)
    assert (site.name, site.origins) == ("Nieuwe naam", ("https://a.example", "https://b.example"))


async def test_what_was_kept_is_kept_for_half_an_hour_and_by_nobody_else(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    desk.browser.cookies["reactie"] = "over"
    answer = await desk.post("/moderate/undo", [("decision", "x")])
    kept = dict(answer.form("/moderate/sign-in").fields)["kept"]

    for spoilt in (kept[:-1], f"x{kept}", "x", kept.swapcase()):
        page = await at_the_form(desk, answer, kept=spoilt)
        assert page.path.startswith(QUEUE)
    service.clock.pass_seconds(LIFE_MS // 1000 + 1)

    assert (await at_the_form(desk, answer)).path.startswith(QUEUE)


async def test_nothing_is_kept_for_a_page_elsewhere_nor_of_an_account(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    desk.browser.cookies["reactie"] = "over"
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    answers = [
        await desk.post("/moderate/undo", [("decision", "x")], sent=elsewhere, follow=False),
        await desk.post("/moderate/undo", [("what", "x")], follow=False),
        await desk.post(
            "/moderate/account", [("act", "password"), ("password", "geheim")], follow=False
        ),
        await desk.post("/moderate/rules", noise(60_000), follow=False),
    ]

    assert [answer.status for answer in answers] == [303] * 4
    assert not any("kept" in answer.html or "geheim" in answer.html for answer in answers)


def noise(length: int) -> list[tuple[str, str]]:
    """A form that cannot be packed into a small one."""
    text = b64encode(random.Random(1).randbytes(length * 3 // 4)).decode()
    return [("site", "open"), ("act", "try"), ("text", text)]
