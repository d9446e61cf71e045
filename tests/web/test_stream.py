"""GET /api/v1/stream: readers hear what changes, as it happens."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse

from service.web.public import stream_comments
from tests.web.conftest import Start
from tests.web.running_service import COMMENTS, PAGE, RunningService

STREAM = "/api/v1/stream"
QUERY = {"site": "open", "post": PAGE}


class Line:
    """A reader's line, as a browser's EventSource reads it."""

    def __init__(self, answer: ClientResponse) -> None:
        self.answer = answer

    async def next(self) -> tuple[str, str, dict[str, Any]]:
        """The name, the id and the data of the next event."""
        while True:
            fields = await self.block()
            if "event" in fields:
                return fields["event"], fields["id"], json.loads(fields["data"])

    async def block(self) -> dict[str, str]:
        block = (await self.answer.content.readuntil(b"\n\n")).decode().strip()
        return dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))


@asynccontextmanager
async def listening(
    service: RunningService, query: dict[str, str] | None = None, **headers: str
) -> AsyncIterator[Line]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = service.api.session.get(service.address + STREAM, params=query or QUERY, headers=sent)
    async with asyncio.timeout(20), asked as answer:
        assert answer.status == 200
        yield Line(answer)


async def until_free(service: RunningService) -> None:
    async with asyncio.timeout(20):
        while len(service.services.places):  # noqa: ASYNC110 -- nothing tells
            await asyncio.sleep(0.005)


async def test_who_comes_is_told_how_many_comments_there_are(service: RunningService) -> None:
    await service.post_public()

    async with listening(service) as line:
        name, _, said = await line.next()

    assert name == "comments"
    assert said == {"count": 1, "published": [], "changed": [], "removed": []}
    assert line.answer.content_type == "text/event-stream"
    assert line.answer.headers["Cache-Control"] == "no-store"


async def test_what_is_published_changed_and_removed_is_told_by_id(
    service: RunningService,
) -> None:
    await service.post_public()
    async with listening(service) as line:
        await line.next()

        posted = await service.post_public(text="Nog een.")
        public_id = posted.json["id"]
        published = await line.next()
        path, token = f"{COMMENTS}/{public_id}", posted.json["token"]
        await service.api.send("PATCH", path, body={"text": "Beter."}, token=token)
        changed = await line.next()
        await service.api.send("DELETE", path, token=token)
        removed = await line.next()

    empty = {"published": [], "changed": [], "removed": []}
    assert published[2] == {**empty, "count": 2, "published": [public_id]}
    assert changed[2] == {**empty, "count": 2, "changed": [public_id]}
    assert removed[2] == {**empty, "count": 1, "removed": [public_id]}


async def test_the_first_comment_of_a_page_is_told(service: RunningService) -> None:
    async with listening(service) as line:
        await line.next()

        posted = await service.post_public()

        assert (await line.next())[2]["published"] == [posted.json["id"]]


async def test_nothing_is_told_of_what_waits(service: RunningService) -> None:
    query = {"site": "blog", "post": PAGE}
    async with listening(service, query) as line:
        await line.next()
        held = await service.post()

        await service.decide(await service.post(text="Een ander."), "approve")
        name, _, said = await line.next()

    assert held.json["id"] not in json.dumps(said)
    assert (name, said["count"]) == ("comments", 1)


async def test_who_lost_the_line_goes_on_where_he_was(service: RunningService) -> None:
    await service.post_public()
    async with listening(service) as other:
        await other.next()
        async with listening(service) as line:
            _, last, _ = await line.next()
        posted = await service.post_public(text="Twee.")
        await other.next()

        async with listening(service, Last_Event_ID=last) as again:
            name, newest, said = await again.next()

    assert (name, said["published"]) == ("comments", [posted.json["id"]])
    assert newest != last


async def test_who_missed_nothing_is_told_nothing_again(service: RunningService) -> None:
    await service.post_public()
    async with listening(service) as line:
        _, last, _ = await line.next()

    async with listening(service, Last_Event_ID=last) as again:
        posted = await service.post_public(text="Twee.")

        assert (await again.next())[2]["published"] == [posted.json["id"]]


@pytest.mark.parametrize("last", ["0" * 16 + "-3", "nonsense", "1", "\xe9", "0" * 5_000])
async def test_who_comes_from_elsewhere_is_told_to_read_anew(
    service: RunningService, last: str
) -> None:
    await service.post_public()

    async with listening(service, Last_Event_ID=last) as line:
        name, _, said = await line.next()

    assert (name, said["count"]) == ("reload", 1)


async def test_readers_of_a_page_that_went_into_another_are_led_there(
    service: RunningService,
) -> None:
    await service.post_public()
    await service.post_public(post="/other", text="Elders.")
    listed = await service.api.get("/api/v1/admin/threads", {"site": "open"}, token=service.admin)
    (thread,) = (each["id"] for each in listed.json["items"] if each["post"]["key"] == PAGE)
    async with listening(service) as line:
        await line.next()

        path = f"/api/v1/admin/threads/{thread}/merge"
        await service.api.post(path, {"into": "/other"}, token=service.admin)

        name, last, _ = await line.next()
        assert await line.answer.content.read() == b""
    async with listening(service, Last_Event_ID=last) as again:
        _, _, said = await again.next()
    assert (name, said["count"]) == ("reload", 2)


async def test_a_quiet_line_gives_signs_of_life(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_comments, "BEAT_SECONDS", 0.01)

    async with listening(service) as line:
        await line.next()

        assert await line.answer.content.readuntil(b"\n\n") == b": still here\n\n"


async def test_browsers_come_back_at_different_times(service: RunningService) -> None:
    async with listening(service) as line:
        retry = await line.block()

    assert int(retry["retry"]) in stream_comments.RETRY_MS


async def test_scripts_of_the_site_may_listen_and_no_others(service: RunningService) -> None:
    own = "https://open.example"
    async with listening(service, Origin=own) as line:
        assert line.answer.headers["Access-Control-Allow-Origin"] == own

    reply = await service.api.get(STREAM, QUERY, headers={"Origin": "https://blog.example"})

    assert reply.code == (403, "foreign_origin", None)


async def test_only_so_many_listen_at_once(start: Start) -> None:
    service = await start(streams=2)
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(listening(service))

        reply = await service.api.get(STREAM, QUERY)

    assert reply.code == (503, "streams_full", None)
    assert int(reply.headers["Retry-After"]) > 0
    await until_free(service)
    async with listening(service) as line:
        assert (await line.next())[0] == "comments"


async def test_only_so_many_listen_from_one_network(start: Start) -> None:
    service = await start(network_streams=1, trusted_proxies=["127.0.0.0/8"])
    async with listening(service, X_Forwarded_For="203.0.113.7"):
        async with listening(service, X_Forwarded_For="198.51.100.7"):
            pass

        reply = await service.api.get(STREAM, QUERY, headers={"X-Forwarded-For": "203.0.113.9"})

    assert reply.code == (429, "too_many_streams", None)
    assert int(reply.headers["Retry-After"]) > 0


async def test_this_machine_itself_may_listen_as_often_as_it_likes(start: Start) -> None:
    service = await start(network_streams=1)

    async with listening(service), listening(service) as line:
        assert (await line.next())[0] == "comments"


async def test_a_reader_who_leaves_frees_his_place_at_once(service: RunningService) -> None:
    async with listening(service) as line:
        await line.next()
        assert len(service.services.places) == 1
        line.answer.close()

        await until_free(service)


async def test_a_reader_who_does_not_read_is_hung_up_on(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_comments, "UNREAD_MAX", -1)
    async with listening(service) as line:
        assert (await line.answer.content.read()).startswith(b"retry: ")

    await until_free(service)


async def test_a_line_lasts_for_its_time(start: Start) -> None:
    service = await start(stream_seconds=0.01)

    async with listening(service) as line:
        assert b"event: comments" in await line.answer.content.read()


async def test_lines_end_with_the_service(service: RunningService) -> None:
    async with listening(service) as line:
        await line.next()

        service.services.live.close()

        assert await line.answer.content.read() == b""


async def test_who_asks_only_for_the_head_is_answered_at_once(service: RunningService) -> None:
    head = await service.api.send("HEAD", STREAM, query=QUERY)

    assert (head.status, head.body) == (200, b"")
    assert len(service.services.places) == 0


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({**QUERY, "site": "nowhere"}, (404, "unknown_site", "site")),
        ({**QUERY, "post": "https://evil.example/"}, (422, "foreign_page", "post")),
        ({"site": "open"}, (400, "missing_field", "post")),
        ({**QUERY, "colour": "red"}, (400, "unknown_field", "colour")),
    ],
)
async def test_what_is_no_page_cannot_be_listened_to(
    service: RunningService, query: dict[str, str], code: Any
) -> None:
    assert (await service.api.get(STREAM, query)).code == code
