"""The load that our own client makes, against a real server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.benchmarks.client import Job, run
from tests.benchmarks.requests import Address, get_request, post_request


@asynccontextmanager
async def echoing() -> AsyncIterator[Address]:
    async def echo(request: web.Request) -> web.Response:
        return web.Response(body=await request.read())

    app = web.Application()
    app.router.add_route("*", "/", echo)
    async with TestServer(app, host="127.0.0.1") as server:
        yield Address("127.0.0.1", server.port or 0)


async def test_every_request_is_sent_once_and_every_answer_kept() -> None:
    async with echoing() as address:
        requests = [post_request(address, "/", {"number": n}) for n in range(50)]

        outcome = await run(Job(address.host, address.port, requests, 4, keep_bodies=True))

    assert sorted(outcome.bodies) == sorted(f'{{"number": {n}}}' for n in range(50))
    assert outcome.statuses == {"200": 50}
    assert outcome.lost == 0


async def test_with_a_time_the_requests_are_repeated_until_it_is_over() -> None:
    async with echoing() as address:
        outcome = await run(Job(address.host, address.port, [get_request(address, "/")], 2, 0.1))

    assert outcome.statuses["200"] > 2
    assert outcome.seconds >= 0.1


async def test_a_connection_that_the_server_breaks_off_is_counted() -> None:
    async def break_off(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    app = web.Application()
    app.router.add_get("/", break_off)
    async with TestServer(app, host="127.0.0.1") as server:
        address = Address("127.0.0.1", server.port or 0)
        outcome = await run(Job(address.host, address.port, [get_request(address, "/")] * 3, 3))

    assert outcome.lost == 3
    assert outcome.statuses == {}


async def test_what_is_unchanged_has_no_body_to_wait_for() -> None:
    async def unchanged(request: web.Request) -> web.Response:
        return web.Response(status=304)

    app = web.Application()
    app.router.add_get("/", unchanged)
    async with TestServer(app, host="127.0.0.1") as server:
        address = Address("127.0.0.1", server.port or 0)
        asked = [get_request(address, "/", {"If-None-Match": '"x"'})] * 3
        outcome = await run(Job(address.host, address.port, asked, 1, pause=0.001))

    assert outcome.statuses == {"304": 3}
