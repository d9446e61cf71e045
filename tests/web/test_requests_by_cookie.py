"""A cookie opens nothing to a stranger's page, and looking changes nothing (S-31)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession, web
from pydantic import BaseModel, ConfigDict

from service.app import make_runner
from service.domain.moderator import Role
from service.web.answers import answer
from service.web.call import Call
from service.web.route import PERSON, PUBLIC, Route
from service.web.route_table import ROUTES
from service.web.router import add_routes
from service.web.services import SERVICES
from service.web.shown.accounts import Done
from tests.web.browser import ADMIN, OURS, SESSION, SESSIONS, Browser, person, signed_in
from tests.web.running_service import NOON, RunningService

GUARDED = [route for route in ROUTES if route.role is not None or route.access == PERSON]
CHANGES = [route for route in GUARDED if route.method != "GET"]
LOOKS = [route for route in GUARDED if route.method == "GET"]
ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://blog.example"},
    {"Origin": "null"},
    {"Origin": ""},
]


def asked(route: Route) -> tuple[str, Any]:
    path = route.path.replace("{id}", "0" * 32).replace("{version}", "1")
    path = path.replace("{slug}", "blog")
    return path, None if route.example.body is None else dict(route.example.body)


@pytest.fixture
async def browser(service: RunningService) -> Browser:
    return await signed_in(service)


@pytest.mark.parametrize("route", CHANGES, ids=lambda route: route.name)
async def test_no_change_is_asked_for_by_a_strangers_page(browser: Browser, route: Route) -> None:
    path, body = asked(route)

    for sent in ELSEWHERE:
        for csrf in ({}, {"X-CSRF-Token": browser.csrf}):
            reply = await browser.send(route.method, path, body, sent={**sent, **csrf})
            assert reply.code == (403, "foreign_request", None), sent

    assert (await browser.get(SESSION)).status == 200


@pytest.mark.parametrize("route", LOOKS, ids=lambda route: route.name)
async def test_nothing_is_shown_to_a_strangers_page(browser: Browser, route: Route) -> None:
    path, _ = asked(route)

    for sent in ELSEWHERE:
        reply = await browser.get(path, query=route.example.query, sent=sent)
        assert reply.code == (403, "foreign_request", None), sent


@pytest.mark.parametrize("route", CHANGES, ids=lambda route: route.name)
async def test_a_cookie_alone_changes_nothing(browser: Browser, route: Route) -> None:
    path, body = asked(route)

    for sent in ({}, {"Sec-Fetch-Site": "none"}, {"X-CSRF-Token": "0" * 32}):
        reply = await browser.send(route.method, path, body, sent=sent, query=route.example.query)
        assert reply.code == (403, "csrf_required", None), sent

    assert (await browser.get(SESSION, sent={})).status == 200


@pytest.mark.parametrize("kind", ["page", "origin", "token"])
async def test_our_own_pages_and_programs_with_the_token_are_let_in(
    browser: Browser, kind: str
) -> None:
    sent = {
        "page": {**OURS, "Origin": browser.service.address},
        "origin": {"Origin": browser.service.address},
        "token": {"X-CSRF-Token": browser.csrf},
    }[kind]

    assert (await browser.delete(SESSION, sent=sent)).status == 200


async def test_another_sessions_token_is_no_good(browser: Browser) -> None:
    other = Browser(browser.service)
    await other.sign_in()

    reply = await browser.delete(SESSION, sent={"X-CSRF-Token": other.csrf})

    assert reply.code == (403, "csrf_required", None)


async def test_bearer_tokens_need_none_of_that(service: RunningService) -> None:
    posted = (await service.post()).json["id"]

    reply = await service.api.post(
        f"{ADMIN}/comments/{posted}/decisions",
        {"action": "approve", "version": 1},
        token=service.admin,
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )

    assert reply.status == 200


@pytest.mark.parametrize("sent", ELSEWHERE)
async def test_a_strangers_page_signs_nobody_in(
    service: RunningService, sent: dict[str, str]
) -> None:
    await person(service)
    said = {"email": "anna@blog.example", "password": "een lange zin met woorden"}

    reply = await Browser(service).post(SESSIONS, said, sent=sent)

    assert reply.code == (403, "foreign_request", None)
    assert "Set-Cookie" not in reply.headers


async def test_scripts_of_the_sites_may_not_read_what_a_cookie_opens(browser: Browser) -> None:
    reply = await browser.get(SESSION, sent={**OURS, "Origin": browser.service.address})
    preflight = await browser.send("OPTIONS", SESSION, sent={"Origin": "https://blog.example"})

    for each in (reply, preflight):
        assert "Access-Control-Allow-Origin" not in each.headers
        assert "Access-Control-Allow-Credentials" not in each.headers


async def test_looking_leaves_the_database_byte_for_byte_as_it_was(browser: Browser) -> None:
    service = browser.service
    for _ in range(3):
        await service.post()
    posted = (await service.post()).json["id"]
    await browser.get(f"{ADMIN}/comments/{posted}")
    owner = await service.token(Role.OWNER)
    folder = service.database.parent

    def content() -> dict[str, bytes]:
        kept = (service.database.name, f"{service.database.name}-wal")
        return {name: (folder / name).read_bytes() for name in kept}

    before = content()
    service.clock.now = NOON + 60 * 60 * 1000
    for method in ("GET", "HEAD"):
        for route in LOOKS:
            path = route.path.replace("{id}", posted).replace("{version}", "1")
            reply = await browser.send(method, path, query=route.example.query)
            assert reply.status in (200, 404), route.name
            if route.role is not None:
                asking = {"query": route.example.query, "token": owner}
                await service.api.send(method, path, **asking)

    assert content() == before


class FormBody(BaseModel):
    """A form of a page of ours that is to come."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None


async def _done(call: Call) -> web.Response:
    return answer(Done())


FORM = Route(
    method="POST",
    path="/moderate/act",
    name="act",
    summary="An act by a form.",
    access=Role.VIEWER,
    handler=_done,
    body=FormBody,
    form=True,
    responses={200: Done},
)


@pytest.fixture
async def forms(service: RunningService) -> AsyncIterator[str]:
    """The address of an application with one route, which takes a form."""
    app = web.Application()
    app[SERVICES] = service.services
    add_routes(app, [FORM, replace(FORM, name="open", path="/open", access=PUBLIC)])
    runner = make_runner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "http://{}:{}".format(*runner.addresses[0])
    await runner.cleanup()


@pytest.mark.parametrize(
    ("field", "status"), [("right", 200), ("wrong", 403), ("", 403), (None, 403)]
)
async def test_a_form_of_an_old_browser_carries_its_sessions_token(
    browser: Browser, forms: str, field: str | None, status: int
) -> None:
    said = {} if field is None else {"csrf": browser.csrf if field == "right" else field}
    cookies = "; ".join(f"{name}={text}" for name, text in browser.cookies.items())

    async with ClientSession() as session:
        reply = await session.post(f"{forms}/moderate/act", data=said, headers={"Cookie": cookies})
        page = await session.post(
            f"{forms}/moderate/act",
            data={"csrf": browser.csrf},
            headers={"Cookie": cookies, "Origin": "https://evil.example"},
        )

    assert reply.status == status
    assert page.status == 403
