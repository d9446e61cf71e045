"""Which web pages may read and post."""

import pytest

from service.web.route import Route
from service.web.route_table import ROUTES
from tests.web.running_service import COMMENTS, COUNTS, ORIGIN, PAGE, QUEUE, RunningService

ALLOWED = "Access-Control-Allow-Origin"
STRANGERS = ["https://evil.example", "null", "http://blog.example", "https://blog.example:8443"]


async def test_the_sites_own_scripts_may_read_its_comments(service: RunningService) -> None:
    for _ in ("made", "from the cache"):
        reply = await service.api.get(
            COMMENTS, {"site": "blog", "post": PAGE}, headers={"Origin": ORIGIN}
        )

        assert reply.headers[ALLOWED] == ORIGIN


@pytest.mark.parametrize("origin", [*STRANGERS, "https://open.example"])
async def test_a_strangers_scripts_may_not(service: RunningService, origin: str) -> None:
    for _ in ("made", "from the cache"):
        reply = await service.api.get(
            COUNTS, {"site": "blog", "post": PAGE}, headers={"Origin": origin}
        )

        assert ALLOWED not in reply.headers


@pytest.mark.parametrize("origin", [*STRANGERS, "https://open.example"])
async def test_a_strangers_page_cannot_post(service: RunningService, origin: str) -> None:
    reply = await service.post(sent={"headers": {"Origin": origin}})

    assert reply.code == (403, "foreign_origin", None)


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.cors and route.method != "GET"],
    ids=lambda route: route.name,
)
async def test_no_act_can_be_done_from_a_strangers_page(
    service: RunningService, route: Route
) -> None:
    posted = await service.post()

    reply = await service.api.send(
        route.method,
        route.path.replace("{id}", posted.json["id"]),
        body=None if route.example.body is None else dict(route.example.body),
        token=posted.json["token"],
        headers={"Origin": STRANGERS[0]},
    )

    assert reply.code == (403, "foreign_origin", None)


async def test_our_own_page_reads_what_others_have_asked_for(service: RunningService) -> None:
    await service.listed()

    reply = await service.api.get(
        COMMENTS, {"site": "blog", "post": PAGE}, headers={"Origin": service.address}
    )

    assert reply.headers[ALLOWED] == service.address


async def test_our_own_page_can_post_and_read(service: RunningService) -> None:
    reply = await service.post(sent={"headers": {"Origin": service.address}})

    assert reply.status == 202
    assert reply.headers[ALLOWED] == service.address


async def test_the_sites_scripts_may_read_why_they_were_refused(service: RunningService) -> None:
    reply = await service.post(text="", sent={"headers": {"Origin": ORIGIN}})

    assert reply.status == 422
    assert reply.headers[ALLOWED] == ORIGIN
    assert "Retry-After" in reply.headers["Access-Control-Expose-Headers"]


async def test_a_preflight_of_a_known_page_is_granted(service: RunningService) -> None:
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}

    reply = await service.api.send("OPTIONS", COMMENTS, headers=headers)

    assert reply.status == 204
    assert reply.headers[ALLOWED] == ORIGIN
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST"
    assert "Idempotency-Key" in reply.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("origin", STRANGERS)
async def test_a_preflight_of_a_stranger_is_not(service: RunningService, origin: str) -> None:
    reply = await service.api.send("OPTIONS", COMMENTS, headers={"Origin": origin})

    assert reply.status == 204
    assert ALLOWED not in reply.headers


async def test_the_admin_api_is_for_no_page_at_all(service: RunningService, admin: str) -> None:
    reply = await service.api.get(QUEUE, token=admin, headers={"Origin": ORIGIN})
    preflight = await service.api.send("OPTIONS", QUEUE, headers={"Origin": ORIGIN})

    assert ALLOWED not in reply.headers
    assert preflight.status == 405


async def test_no_answer_lets_cookies_in(service: RunningService) -> None:
    reply = await service.api.get("/healthz", headers={"Origin": ORIGIN})

    assert "Access-Control-Allow-Credentials" not in reply.headers
