"""Wings: their doors are made when somebody first comes there, and are like all others then."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import ClientSession, web

from service.app import make_runner
from service.web.pages import notice
from service.web.public.health import HEALTH
from service.web.route import Route
from service.web.router import add_routes
from service.web.services import SERVICES
from tests.web.running_service import RunningService


class Listed:
    """Routes that count how often they were asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False

    def __call__(self) -> tuple[Route, ...]:
        self.asked += 1
        if self.fails:
            raise OSError(24, "Too many open files")
        return (HEALTH,)


@pytest.fixture
def listed() -> Listed:
    return Listed()


@pytest.fixture
async def house(
    service: RunningService, listed: Listed
) -> AsyncIterator[tuple[str, web.Application]]:
    """The address of an application with nothing but two wings, and the application."""
    app = web.Application()
    app[SERVICES] = service.services
    add_routes(app, [], {HEALTH.path: listed, "/other": listed})
    runner = make_runner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "http://{}:{}".format(*runner.addresses[0]), app
    await runner.cleanup()


@pytest.fixture
def frozen() -> Iterator[None]:
    gc.freeze()
    yield
    gc.unfreeze()


async def _status(url: str, method: str = "GET") -> int:
    async with ClientSession() as session, session.request(method, url) as answer:
        return answer.status


async def test_a_wing_is_loaded_once_when_many_come_at_once(
    house: tuple[str, web.Application], listed: Listed
) -> None:
    before = listed.asked

    said = await asyncio.gather(*[_status(house[0] + HEALTH.path) for _ in range(5)])

    assert (before, said, listed.asked) == (0, [200] * 5, 1)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", HEALTH.path, 200),
        ("POST", HEALTH.path, 405),
        ("GET", f"{HEALTH.path}/below", 404),
        ("GET", "/other", 404),
    ],
)
async def test_its_doors_are_like_all_others(
    house: tuple[str, web.Application], method: str, path: str, status: int
) -> None:
    assert await _status(house[0] + path, method) == status


@pytest.mark.parametrize(
    ("accepted", "given"),
    [("*/*", "application/problem+json"), ("text/html", "text/html")],
)
async def test_a_wing_that_cannot_be_loaded_is_tried_again(
    accepted: str, given: str, house: tuple[str, web.Application], listed: Listed
) -> None:
    listed.fails = True
    url, headers = house[0] + HEALTH.path, {"Accept": accepted}
    async with ClientSession() as session, session.get(url, headers=headers) as answer:
        refused = answer.status, answer.content_type, answer.headers["Retry-After"]

    listed.fails = False

    assert (refused, await _status(url)) == ((503, given, "2"), 200)


async def test_people_are_told_of_errors_when_even_pages_cannot_be_loaded(
    house: tuple[str, web.Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice, "templates", None)
    url, headers = f"{house[0]}/nothing", {"Accept": "text/html"}

    async with ClientSession() as session, session.get(url, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (404, "application/problem+json")


async def test_who_lists_the_doors_sees_those_of_wings_too(
    house: tuple[str, web.Application],
) -> None:
    wings = [wing for wing in house[1].router.resources() if len(wing) > 1]

    listed = {door.resource.canonical for door in house[1].router.routes() if door.resource}

    assert HEALTH.path in listed
    assert [(wing.canonical, wing.get_info()["path"]) for wing in wings] == [
        (HEALTH.path, HEALTH.path)
    ]


async def test_what_a_server_loads_later_is_kept_from_the_collector_too(
    house: tuple[str, web.Application], frozen: None
) -> None:
    before = gc.get_freeze_count()

    await _status(house[0] + HEALTH.path)

    assert gc.get_freeze_count() > before
