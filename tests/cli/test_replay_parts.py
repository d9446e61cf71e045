"""The replay's client and moderator, against a service that behaves badly."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from service.cli.replay.door import Door
from service.cli.replay.moderator import moderate
from service.cli.replay.run import public_ids
from service.cli.replay.visitors import Ledger

ANSWERS: web.AppKey[list[web.Response]] = web.AppKey("answers", list)
HEARD: web.AppKey[list[str]] = web.AppKey("heard", list)


@dataclass
class Desk:
    """A service with one comment on which somebody else may decide first."""

    status: str
    version: int = 1
    is_queued: bool = True
    queue_version: int = 1
    tried: list[int] = field(default_factory=list)
    site: str = "blog"

    async def admin(self, method: str, path: str, **request: Any) -> tuple[int, Any]:
        if path == "/comments":
            card = {"id": "a", "version": self.queue_version}
            return 200, {"items": [card] if self.is_queued and self.status == "pending" else []}
        if method == "GET":
            return 200, {"comment": {"version": self.version, "status": self.status}}
        self.tried.append(request["json"]["version"])
        if request["json"]["version"] != self.version:
            return 409, {"code": "stale_version"}
        self.status = {"approve": "approved", "spam": "spam"}[request["json"]["action"]]
        return 200, {}


async def _moderated(desk: Desk, ledger: Ledger) -> Counter[str]:
    posted, decided = asyncio.Event(), Counter[str]()
    posted.set()
    await moderate(desk, ledger, posted, decided)
    return decided


async def test_the_moderator_approves_what_is_labelled_good() -> None:
    desk = Desk("pending")

    decided = await _moderated(desk, Ledger(good={"a": True}))

    assert desk.status == "approved"
    assert decided == {"approve": 1}


async def test_what_the_rules_published_but_is_bad_becomes_spam() -> None:
    desk = Desk("approved")

    decided = await _moderated(desk, Ledger(good={"a": False}, misjudged=["a"]))

    assert desk.status == "spam"
    assert decided == {"spam": 1}


async def test_what_the_rules_rejected_but_is_good_is_approved() -> None:
    desk = Desk("rejected")

    await _moderated(desk, Ledger(good={"a": True}, misjudged=["a"]))

    assert desk.status == "approved"


async def test_after_a_conflict_the_moderator_looks_again() -> None:
    desk = Desk("pending", version=2, queue_version=1)

    await _moderated(desk, Ledger(good={"a": True}))

    assert desk.tried == [1, 2]
    assert desk.status == "approved"


async def test_what_already_stands_where_it_should_is_left_alone() -> None:
    desk = Desk("spam")

    decided = await _moderated(desk, Ledger(good={"a": False}, misjudged=["a"]))

    assert desk.tried == []
    assert decided == {}


async def test_a_token_that_may_not_see_the_queue_ends_the_replay() -> None:
    class Closed(Desk):
        async def admin(self, method: str, path: str, **request: Any) -> tuple[int, Any]:
            return 403, {"code": "role_too_low"}

    with pytest.raises(PermissionError, match="403"):
        await _moderated(Closed("pending"), Ledger())


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app[ANSWERS] = []
    app[HEARD] = []

    async def answer(request: web.Request) -> web.Response:
        request.app[HEARD].append(request.headers.get("Idempotency-Key", ""))
        return request.app[ANSWERS].pop(0)

    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as running:
        yield running


@pytest.fixture
async def door(server: TestServer) -> AsyncIterator[Door]:
    async with aiohttp.ClientSession() as session:
        yield Door(session, str(server.make_url("")).rstrip("/"), "rct_a_b", "blog")


async def test_a_busy_service_is_asked_again_with_the_same_key(
    server: TestServer, door: Door
) -> None:
    server.app[ANSWERS].extend(
        [
            web.json_response({}, status=503, headers={"Retry-After": "0"}),
            web.json_response({"id": "a"}, status=201),
        ]
    )

    status, _ = await door.public("POST", "/comments", key="one", json={})

    assert status == 201
    assert server.app[HEARD] == ["one", "one"]
    assert door.retried == 1


async def test_a_service_that_stays_away_is_given_up(
    door: Door, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setattr("service.cli.replay.door.PATIENCE_SECONDS", 0)
    door.base = f"http://127.0.0.1:{unused_tcp_port}"

    with pytest.raises(TimeoutError, match="no answer"):
        await door.public("GET", "/comments")


async def test_a_list_is_followed_to_its_end_with_its_replies(
    server: TestServer, door: Door
) -> None:
    reply = {"id": "b", "replies": []}
    server.app[ANSWERS].extend(
        [
            web.json_response({"items": [{"id": "a", "replies": [reply]}], "next": "more"}),
            web.json_response({"items": [{"id": "c", "replies": []}], "next": None}),
        ]
    )

    assert await public_ids(door, "/page") == ["a", "b", "c"]


async def test_a_list_that_is_refused_is_an_error(server: TestServer, door: Door) -> None:
    server.app[ANSWERS].append(web.json_response({"code": "unknown_site"}, status=404))

    with pytest.raises(LookupError, match="404"):
        await public_ids(door, "/page")
