"""Coming to the desk and leaving it, and what strangers and strange addresses get."""

from urllib.parse import quote

import pytest

from service.domain.decision import Action
from service.domain.moderator import Role, Roles
from service.usecases.offer_ownership import offer_ownership
from service.web.pages.desk import DESK
from service.web.route import PUBLIC, Route
from tests.web.browser import PASSWORD, person
from tests.web.desk_client import FRAGMENT, QUEUE, DeskClient, at_desk, words
from tests.web.running_service import RunningService


async def test_the_owner_comes_in_by_the_link_that_the_server_printed(
    service: RunningService,
) -> None:
    desk = DeskClient(service)
    secret = await offer_ownership(storage=service.storage, clock=service.clock)
    assert secret is not None
    form = (await desk.get("/moderate/welcome")).form("/moderate/welcome")

    typed = {"secret": secret, "name": "Anna", "email": "anna@blog.example"}
    short = await desk.press(form, password="kort", **typed)
    queue = await desk.press(short.form("/moderate/welcome"), password=PASSWORD)

    assert short.status == 422
    assert "At least 12" in words(short)
    assert queue.status == 200
    assert "Well done!" in words(queue)


async def test_the_secret_may_be_pasted_with_the_link_around_it(service: RunningService) -> None:
    desk = DeskClient(service)
    secret = await offer_ownership(storage=service.storage, clock=service.clock)
    form = (await desk.get("/moderate/welcome")).form("/moderate/welcome")

    link = f"http://localhost:8080/moderate/welcome#{secret}"
    typed = {"name": "Anna", "email": "anna@blog.example", "password": PASSWORD}
    queue = await desk.press(form, secret=link, **typed)

    assert queue.path == QUEUE


async def test_signing_in_leads_back_to_where_one_was(service: RunningService) -> None:
    await person(service)
    desk = DeskClient(service)

    asked = await desk.get(f"{QUEUE}?status=spam")
    wrong = await desk.press(
        asked.form("/moderate/sign-in"), email="anna@blog.example", password="verkeerd"
    )
    there = await desk.press(wrong.form("/moderate/sign-in"), password=PASSWORD)

    assert asked.path.startswith("/moderate/sign-in")
    assert wrong.status == 401
    assert 'value="anna@blog.example"' in wrong.html
    assert "verkeerd" not in wrong.html
    assert there.path == f"{QUEUE}?status=spam"


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/moderate/\\evil", "/moderate/\r\nX: y", "/"],
)
async def test_signing_in_leads_nowhere_else(service: RunningService, back: str) -> None:
    await person(service)
    desk = DeskClient(service)
    form = (await desk.get(f"/moderate/sign-in?back={quote(back)}")).form("/moderate/sign-in")

    there = await desk.press(
        form, follow=False, email="anna@blog.example", password=PASSWORD, back=back
    )

    assert there.headers["Location"] == QUEUE


async def test_signing_out_ends_the_session_on_the_server(service: RunningService) -> None:
    desk = await at_desk(service)
    kept = dict(desk.browser.cookies)
    form = (await desk.get(QUEUE)).form("/moderate/sign-out")

    out = await desk.press(form)
    desk.browser.cookies = kept
    again = await desk.get(QUEUE)

    assert "signed out" in words(out)
    assert again.path.startswith("/moderate/sign-in")
    assert "session has ended" in words(again)


async def test_the_entry_leads_to_the_queue_or_to_signing_in(service: RunningService) -> None:
    stranger, desk = DeskClient(service), await at_desk(service)

    assert (await stranger.get("/moderate/")).path.startswith("/moderate/sign-in")
    assert (await desk.get("/moderate/")).path == QUEUE


async def test_a_form_of_a_stranger_changes_nothing(service: RunningService) -> None:
    reply = await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    form = (await desk.get(QUEUE)).form("/moderate/decide")
    fields = [*form.fields, ("action", "approve")]

    foreign = await desk.post(form.action, fields, sent={"Sec-Fetch-Site": "cross-site"})
    unsure = [(name, value) for name, value in fields if name != "csrf"]
    without = await desk.post(form.action, unsure, sent={"Sec-Fetch-Site": "none"})

    assert foreign.status == without.status == 403
    history = await service.storage.decisions.of_comment(reply.json["id"])
    assert [decision.action for decision in history] == [Action.HOLD]


async def test_news_come_by_a_stream_as_they_happen(service: RunningService) -> None:
    desk = await at_desk(service)
    cookie = "; ".join(f"{name}={text}" for name, text in desk.browser.cookies.items())
    headers = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}

    async with service.api.session.get(
        f"{service.address}/moderate/stream", headers=headers
    ) as answer:
        first = await answer.content.readuntil(b"\n\n")
        await service.post(text="Mooi stuk.")
        second = await answer.content.readuntil(b"\n\n")
        service.services.stopping.set()
        rest = await answer.content.read()

    assert answer.headers["Content-Type"] == "text/event-stream"
    assert first == b"event: pending\ndata: 0\n\n"
    assert second == b"event: pending\ndata: 1\n\n"
    assert rest == b""


@pytest.mark.parametrize("path", sorted({route.path for route in DESK if route.method == "GET"}))
async def test_no_page_of_the_desk_may_be_framed_cached_or_run_foreign_script(
    service: RunningService, path: str
) -> None:
    desk = await at_desk(service)
    if path == "/moderate/stream":
        service.services.stopping.set()

    page = await desk.get(path.replace("{id}", "0" * 32), follow=False)

    assert page.headers["X-Content-Type-Options"] == "nosniff"
    policy = page.headers.get("Content-Security-Policy", "")
    if "text/html" in page.headers.get("Content-Type", ""):
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["status=nope", "cursor=x", "nope=1", "cluster=zz"])
async def test_a_strange_address_is_told_as_a_page(service: RunningService, query: str) -> None:
    page = await (await at_desk(service)).get(f"{QUEUE}?{query}")

    assert page.status == 400
    assert "<!doctype html>" in page.html


async def test_an_unknown_comment_or_job_is_told_as_a_page(service: RunningService) -> None:
    desk = await at_desk(service)

    for path in ("/moderate/comments/", "/moderate/bulk/"):
        page = await desk.get(path + "0" * 32)
        assert page.status == 404
        assert "<!doctype html>" in page.html


async def test_a_script_without_a_session_is_told_so(service: RunningService) -> None:
    page = await DeskClient(service).get(QUEUE, follow=False, Accept=FRAGMENT)

    assert page.status == 401


GUARDED = [route for route in DESK if route.access != PUBLIC]


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
async def test_a_guarded_door_lets_no_stranger_in(service: RunningService, route: Route) -> None:
    path = route.path.replace("{id}", "0" * 32)
    stranger = DeskClient(service)

    page = await stranger.send(route.method, path)

    assert page.status == 303
    assert page.headers["Location"].startswith("/moderate/sign-in")


@pytest.mark.parametrize(
    "route", [each for each in GUARDED if each.role is not None], ids=lambda route: route.name
)
async def test_a_guarded_door_lets_nobody_in_whose_role_is_too_low(
    service: RunningService, route: Route
) -> None:
    assert route.role is not None
    roles = list(Role)
    lower = roles[roles.index(route.role) - 1] if route.role is not Role.VIEWER else None
    desk = await at_desk(service, roles=Roles(lower))

    page = await desk.send(route.method, route.path.replace("{id}", "0" * 32))

    assert page.status == 403


def test_only_coming_in_and_the_files_are_open_to_all() -> None:
    open_doors = {route.path for route in DESK if route.access == PUBLIC}

    assert open_doors == {
        "/moderate",
        "/moderate/",
        "/moderate/desk-keys.js",
        "/moderate/desk-news.js",
        "/moderate/desk-upload.js",
        "/moderate/desk.css",
        "/moderate/desk.js",
        "/moderate/invitation",
        "/moderate/reset",
        "/moderate/sign-in",
        "/moderate/welcome",
    }
