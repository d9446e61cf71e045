"""What is the same at every door: paths, methods, headers, failures, health."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import AsyncMock, patch

import pytest

from service.domain.errors import Unavailable
from service.patience import AGAIN_SECONDS, PATIENCE, SECONDS
from service.web import errors
from tests.web.page_client import pages_of
from tests.web.running_service import COMMENTS, ORIGIN, PAGE, QUEUE, RunningService


async def test_a_path_that_is_not_there_is_told_as_a_problem(service: RunningService) -> None:
    reply = await service.api.get("/nowhere")

    assert reply.code == (404, "not_found", None)
    assert reply.headers["Content-Type"] == "application/problem+json; charset=utf-8"


async def test_people_who_look_for_a_page_that_is_not_there_are_told_by_a_page(
    service: RunningService,
) -> None:
    told = await pages_of(service).show("/nowhere", headers={"Accept": "text/html"})
    program = await service.api.get(f"{COMMENTS}/a/b/c", headers={"Accept": "text/html"})

    assert (told.status, told.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert program.code == (404, "not_found", None)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", COMMENTS, "GET, HEAD, POST"),
        ("POST", "/healthz", "GET, HEAD"),
        ("GET", f"{QUEUE}/{'0' * 32}/decisions", "POST"),
        ("TRACE", f"{COMMENTS}/{'0' * 32}", "DELETE, GET, HEAD, PATCH"),
    ],
)
async def test_a_method_that_is_not_there_is_told_which_ones_are(
    service: RunningService, method: str, path: str, allowed: str
) -> None:
    reply = await service.api.send(method, path)

    assert reply.code == (405, "method_not_allowed", None)
    assert reply.headers["Allow"] == allowed


@pytest.mark.parametrize("path", ["/healthz", "/openapi.json", "/docs", "/nowhere", COMMENTS])
async def test_every_answer_carries_the_headers_that_keep_it_harmless(
    service: RunningService, path: str
) -> None:
    reply = await service.api.get(path)

    assert reply.headers["Server"] == "Reactie"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert "Cross-Origin-Resource-Policy" in reply.headers
    if reply.headers["Content-Type"].startswith("text/html"):
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


async def test_what_nobody_foresaw_is_a_problem_that_tells_nothing(
    service: RunningService,
) -> None:
    broken = AsyncMock(side_effect=RuntimeError("secret words"))

    with patch.object(type(service.storage.sites), "by_slug", broken):
        reply = await service.post()

    assert reply.code == (500, "internal", None)
    assert "secret words" not in reply.text


async def test_who_comes_when_the_system_has_no_more_files_is_told_to_try_again(
    service: RunningService,
) -> None:
    lacking = OSError(errno.EMFILE, "Too many open files")
    broken = AsyncMock(side_effect=lacking)

    with (
        patch.object(type(service.storage.sites), "by_slug", broken),
        patch.object(errors, "text", side_effect=lacking),
    ):
        reply = await service.post()

    assert reply.code == (503, "unavailable", None)
    assert (reply.headers["Retry-After"], reply.json["detail"]) == ("2", "Service Unavailable")


async def test_a_database_that_is_away_is_told_with_when_to_try_again(
    service: RunningService,
) -> None:
    broken = AsyncMock(side_effect=Unavailable(retry_after=7))

    with patch.object(type(service.storage.sites), "by_slug", broken):
        reply = await service.api.get(COMMENTS, {"site": "blog", "post": PAGE})

    assert reply.code == (503, "unavailable", None)
    assert reply.headers["Retry-After"] == "7"


@contextmanager
def database_away(service: RunningService) -> Iterator[list[float]]:
    """How many seconds each wait for the database would have been."""
    waits: list[float] = []

    async def wait(*_: object) -> None:
        with PATIENCE as seconds:
            waits.append(seconds)
            raise Unavailable

    sites = type(service.storage.sites)
    with patch.object(sites, "by_slug", wait), patch.object(sites, "all", wait):
        yield waits


async def test_whoever_waited_for_a_database_in_vain_hardly_waits_for_it_again(
    service: RunningService,
) -> None:
    with database_away(service) as waits:
        replies = [await service.post(sent={"headers": {"Origin": ORIGIN}}) for _ in range(2)]

    assert [reply.code for reply in replies] == [(503, "unavailable", None)] * 2
    assert waits == [SECONDS, AGAIN_SECONDS] * 2


async def test_neither_does_who_waited_for_a_page_that_several_may_wait_for(
    service: RunningService,
) -> None:
    asked = {"site": "blog", "post": PAGE}
    with database_away(service) as waits:
        reply = await service.api.get(COMMENTS, asked, headers={"Origin": ORIGIN})

    assert reply.code == (503, "unavailable", None)
    assert waits == [SECONDS, AGAIN_SECONDS]


async def test_what_is_wrong_with_a_request_is_told_while_the_database_is_away(
    service: RunningService,
) -> None:
    broken = AsyncMock(side_effect=Unavailable)

    with patch.object(type(service.storage.sites), "all", broken):
        reply = await service.api.get(COMMENTS, {"wrong": "1"}, headers={"Origin": ORIGIN})

    assert reply.code == (400, "missing_field", "site")
    assert "Access-Control-Allow-Origin" not in reply.headers


async def test_the_process_is_alive_whatever_the_database_says(service: RunningService) -> None:
    with patch.object(type(service.storage), "is_ready", AsyncMock(return_value=False)):
        health, readiness = (
            await service.api.get("/healthz"),
            await service.api.get("/readyz"),
        )

    assert health.json == {"status": "ok"}
    assert readiness.code == (503, "unavailable", None)


async def test_it_is_ready_when_the_database_answers(service: RunningService) -> None:
    reply = await service.api.get("/readyz")

    assert reply.json == {"status": "ready"}


async def test_it_is_not_ready_while_it_stops(service: RunningService) -> None:
    service.services.stopping.set()

    reply = await service.api.get("/readyz")

    assert reply.status == 503
    assert "Retry-After" in reply.headers
