"""The desk's stream of news, and the session behind it."""

import asyncio
from unittest.mock import AsyncMock

import aiohttp
import pytest

from service.domain.errors import Unavailable
from service.domain.session import IDLE_MS
from service.web.pages.desk import stream
from tests.web.desk_client import QUEUE, DeskClient, at_desk
from tests.web.running_service import RunningService


def listening(desk: DeskClient, query: str = "") -> aiohttp.client._RequestContextManager:
    cookies = "; ".join(f"{name}={text}" for name, text in desk.browser.cookies.items())
    address = f"{desk.service.address}/moderate/stream{query}"
    return desk.service.api.session.get(address, headers={"Cookie": cookies})


async def test_a_page_that_just_stays_open_keeps_no_session_awake(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SECONDS", 0.01)
    monkeypatch.setattr(stream, "BEATS", 1)
    desk = await at_desk(service)
    async with asyncio.timeout(20), listening(desk) as answer:
        await answer.content.readuntil(b"\n\n")
        service.clock.pass_seconds(IDLE_MS // 1000 - 60)
        await answer.content.readuntil(b"still here\n\n")

        service.clock.pass_seconds(61)

        await answer.content.read()
    assert (await desk.get(QUEUE)).path.startswith("/moderate/sign-in")


async def test_the_news_end_when_the_database_goes_away(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SECONDS", 0.01)
    desk = await at_desk(service)
    async with asyncio.timeout(20), listening(desk) as answer:
        told = await answer.content.readuntil(b"\n\n")

        monkeypatch.setattr(
            type(service.storage.comments), "count", AsyncMock(side_effect=Unavailable)
        )

        assert await answer.content.read() == b""
    assert told == b"event: pending\ndata: 0\n\n"


async def test_work_at_the_desk_keeps_the_session_awake(service: RunningService) -> None:
    desk = await at_desk(service)
    service.clock.pass_seconds(IDLE_MS // 1000 - 60)
    await desk.get(QUEUE)

    service.clock.pass_seconds(61)

    assert (await desk.get(QUEUE)).path == QUEUE


async def test_the_news_of_a_site_are_its_own(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    queue = await desk.get(f"{QUEUE}?site=open")

    async with listening(desk, "?site=open") as open_, listening(desk) as all_:
        of_open = await open_.content.readuntil(b"\n\n")
        of_all = await all_.content.readuntil(b"\n\n")

    assert 'data-news="/moderate/stream?site=open"' in queue.html
    assert of_open == b"event: pending\ndata: 0\n\n"
    assert of_all == b"event: pending\ndata: 1\n\n"


async def test_the_number_alone_is_had_by_asking(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    stranger = DeskClient(service)

    everywhere = await desk.get("/moderate/pending")
    open_ = await desk.get("/moderate/pending?site=open")
    service.clock.pass_seconds(IDLE_MS // 1000 + 1)

    assert (everywhere.html, open_.html) == ('{"pending":1}', '{"pending":0}')
    for nobody in (desk, stranger):
        answer = await nobody.get("/moderate/pending", Accept="text/html;fragment=yes")
        assert answer.status == 401


async def test_who_asks_only_for_the_head_is_answered_at_once(service: RunningService) -> None:
    desk = await at_desk(service)
    cookies = "; ".join(f"{name}={text}" for name, text in desk.browser.cookies.items())
    address = f"{service.address}/moderate/stream"

    async with asyncio.timeout(20):
        head = await service.api.session.head(address, headers={"Cookie": cookies})
        body = await head.read()

    assert (head.status, head.content_type, body) == (200, "text/event-stream", b"")
    assert (await desk.get(QUEUE)).path == QUEUE
