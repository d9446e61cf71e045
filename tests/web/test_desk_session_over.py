"""A session that ends while somebody is at work."""

from urllib.parse import quote

import pytest

from tests.web.browser import OURS
from tests.web.desk_client import QUEUE, at_desk
from tests.web.running_service import RunningService


async def test_who_sent_a_form_comes_back_to_the_page_it_stood_on(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    desk.browser.cookies["reactie"] = "over"
    page = f"{QUEUE}?status=spam&q=a b"
    sent = {**OURS, "Referer": f"{service.address}{quote(page, safe='/?&=')}"}

    answer = await desk.post("/moderate/undo", [("decision", "x")], sent=sent, follow=False)
    signing_in = await desk.get(answer.headers["Location"])

    assert (
        dict(signing_in.form("/moderate/sign-in").fields)["back"] == f"{QUEUE}?status=spam&q=a%20b"
    )


@pytest.mark.parametrize("referer", ["", "http://[", "https://evil.example/x", "about:blank"])
async def test_a_page_that_is_not_the_desks_is_not_come_back_to(
    service: RunningService, referer: str
) -> None:
    desk = await at_desk(service)
    desk.browser.cookies["reactie"] = "over"

    answer = await desk.post(
        "/moderate/undo", [("decision", "x")], sent={**OURS, "Referer": referer}, follow=False
    )

    assert answer.headers["Location"] == "/moderate/sign-in?back=&said=ended"
