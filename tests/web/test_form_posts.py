"""POST /api/v1/comments from an HTML form, without JavaScript."""

import pytest

from service.web.form_token import make_form_token
from tests.web.api_client import Reply
from tests.web.running_service import COMMENTS, PAGE, RunningService

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def _send(
    service: RunningService,
    *,
    accept: str = BROWSER,
    headers: dict[str, str] | None = None,
    **fields: str,
) -> Reply:
    form = {"site": "blog", "post": PAGE, "name": "Jan", "text": "Mooi stuk.", **fields}
    return await service.api.send(
        "POST", COMMENTS, form=form, headers={"Accept": accept, **(headers or {})}
    )


async def test_a_sent_form_leads_back_to_the_page_which_may_say_that_it_waits(
    service: RunningService,
) -> None:
    reply = await _send(service)

    assert reply.status == 303
    assert reply.headers["Location"] == f"https://blog.example{PAGE}?reactie=held#reactie"


async def test_a_form_that_is_public_at_once_says_posted(service: RunningService) -> None:
    reply = await _send(service, site="open", post="https://open.example/?p=5")

    assert reply.headers["Location"] == "https://open.example/?p=5&reactie=posted#reactie"


async def test_our_own_demo_page_is_gone_back_to(service: RunningService) -> None:
    referer = f"{service.address}/demo?lang=en&parent={'0' * 32}&reactie=held"

    reply = await _send(service, headers={"Referer": referer})

    assert reply.headers["Location"] == "/demo?lang=en&reactie=held#reactie"


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/demo",
        "//evil.example/demo",
        "https://[",
        "{own}/demo/x",
        "{own}//demo",
    ],
)
async def test_nobody_is_sent_to_a_page_that_is_not_proven_the_sites(
    service: RunningService, referer: str
) -> None:
    reply = await _send(service, headers={"Referer": referer.format(own=service.address)})

    assert reply.headers["Location"].startswith("https://blog.example/")


async def test_a_named_page_is_found_by_the_form_s_own_address(service: RunningService) -> None:
    headers = {"Referer": "https://blog.example/2015/02/co-creatie.html"}

    reply = await _send(service, post="post-17", headers=headers)

    assert reply.headers["Location"] == f"https://blog.example{PAGE}?reactie=held#reactie"


async def test_where_no_page_is_known_the_answer_says_it_here(service: RunningService) -> None:
    headers = {"Referer": "https://evil.example/", "Accept-Language": "nl"}

    reply = await _send(service, post="post-17", headers=headers)

    assert reply.status == 200
    assert "Bedankt! Je reactie is zichtbaar na goedkeuring." in reply.text
    assert 'href="http' not in reply.text


async def test_a_refused_form_is_answered_with_a_page_that_says_why(
    service: RunningService,
) -> None:
    headers = {"Referer": f"https://blog.example{PAGE}", "Accept-Language": "nl"}

    reply = await _send(service, email="<jan>", headers=headers)

    assert reply.status == 422
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "e-mailadres" in reply.text
    assert f'href="https://blog.example{PAGE}"' in reply.text
    assert "&lt;jan&gt;" not in reply.text


async def test_the_page_of_an_error_escapes_what_it_repeats(service: RunningService) -> None:
    reply = await _send(service, **{"<script>": "1"})

    assert reply.status == 400
    assert "<script>" not in reply.text
    assert "&lt;script&gt;" in reply.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html;q=0.5,application/json"])
async def test_a_script_that_sends_a_form_gets_json(service: RunningService, accept: str) -> None:
    reply = await _send(service, accept=accept)

    assert reply.status == 202
    assert reply.json["status"] == "pending"


async def test_our_own_form_sent_at_once_is_noticed(service: RunningService) -> None:
    site = await service.storage.sites.by_slug("open")
    assert site is not None
    token = make_form_token(site, service.clock())
    service.clock.pass_seconds(1)

    reply = await _send(service, site="open", form=token, accept="*/*")

    assert reply.json["status"] == "pending"


async def test_our_own_form_sent_in_time_is_as_any(service: RunningService) -> None:
    site = await service.storage.sites.by_slug("open")
    assert site is not None
    token = make_form_token(site, service.clock())
    service.clock.pass_seconds(20)

    reply = await _send(service, site="open", form=token, accept="*/*")

    assert reply.status == 201
