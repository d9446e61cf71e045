"""GET /api/v1/stream: what changes in the comments of a page, told as it happens (SSE).

`comments` names what was published, changed or removed, and how many comments there are now; the
first one only says how many. `thread`: the page was closed to new comments, or opened; who comes to
one that is closed is told so too. `reload`: it may be anything, so read the page's comments anew.
All have an id, from which a browser that lost the line goes on.
"""

import asyncio
import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.page_key import page_address
from service.usecases.live_threads import LiveThread, News
from service.web import headers
from service.web.call import Call
from service.web.cross_site import allow, allowed_origin, refuse_foreign
from service.web.line import ENDS_WITH_ITS_LINE
from service.web.route import API, PUBLIC, Example, Route

BEAT_SECONDS = 20.0
"""Without news until a sign of life is sent, so that nothing between closes the line."""
UNREAD_MAX = 16_384
"""Bytes that wait here for a reader who does not take them; beyond, he is hung up on."""
RETRY_MS = range(2_000, 8_000)
"""After which browsers come back: not all at once when the service starts anew."""

FIELDS = {
    **headers.PUBLIC,
    "Cache-Control": headers.NO_STORE,
    "Content-Type": "text/event-stream",
    "X-Accel-Buffering": "no",
}
_EVENT_ID = re.compile(r"([0-9a-f]{16})-([0-9]{1,9})")


class StreamQuery(BaseModel):
    """Of which page of which site."""

    model_config = ConfigDict(extra="forbid")

    site: str
    post: str
    lang: str | None = None


async def handle(call: Call) -> web.StreamResponse:
    """Ends with the service, with the reader's line, or when it has lasted for its time."""
    query: StreamQuery = call.query
    request, services = call.request, call.services
    site = await call.on_site(query.site)
    await refuse_foreign(request, site, services.storage)
    key = page_address(site, query.post).key
    if request.method == "HEAD":
        return web.Response(headers=FIELDS)
    with services.places.taken(request):
        thread = await services.storage.threads.by_key(site.id, key)
        place = (site.id, key) if thread is None else (site.id, thread.key)
        async with services.live.follow(place, thread.id if thread else None) as live:
            response = web.StreamResponse(headers=FIELDS)
            allow(response, await allowed_origin(request, site, services.storage))
            request[ENDS_WITH_ITS_LINE] = True
            with suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(services.settings.stream_seconds):
                    await response.prepare(request)
                    await _tell(live, call, response)
            return response


async def _tell(live: LiveThread, call: Call, response: web.StreamResponse) -> None:
    await response.write(f"retry: {random.choice(RETRY_MS)}\n\n".encode())  # noqa: S311
    heard = _heard(call.request.headers.get("Last-Event-ID", ""), live)
    while not call.services.live.closed:
        woken = live.woken
        if live.shown is not None:
            told, heard = _unheard(live, heard), live.number
            if told:
                await response.write(_events(live, told))
        if live.ended or _is_slow(call.request):
            return
        try:
            async with asyncio.timeout(BEAT_SECONDS):
                await woken.wait()
        except TimeoutError:
            await response.write(b": still here\n\n")


def _heard(last: str, live: LiveThread) -> int | None:
    """The number of the last news that the reader heard; -1 for news of another life of the
    thread, None when he comes for the first time."""
    found = _EVENT_ID.fullmatch(last)
    if found is None:
        return -1 if last else None
    return int(found[2]) if found[1] == live.epoch else -1


def _unheard(live: LiveThread, heard: int | None) -> Sequence[News]:
    if heard is None:
        state = live.state(is_all=False)
        return [state, live.standing()] if live.closed else [state]
    if heard < 0:
        return [live.state(is_all=True)]
    return live.since(heard)


def _events(live: LiveThread, told: Iterable[News]) -> bytes:
    return b"".join(_event(live, news) for news in told)


def _event(live: LiveThread, news: News) -> bytes:
    if news.closed is not None:
        return _written(live, news, "thread", {"post": live.place[1], "closed": news.closed})
    said = {
        "count": news.count,
        "published": news.published,
        "changed": news.changed,
        "removed": news.removed,
    }
    return _written(live, news, "reload" if news.is_all else "comments", said)


def _written(live: LiveThread, news: News, name: str, said: Mapping[str, object]) -> bytes:
    data = json.dumps(said, separators=(",", ":"))
    return f"id: {live.epoch}-{news.number}\nevent: {name}\ndata: {data}\n\n".encode()


def _is_slow(request: web.Request) -> bool:
    transport = request.transport
    return transport is None or transport.get_write_buffer_size() > UNREAD_MAX


ROUTE = Route(
    method="GET",
    path=f"{API}/stream",
    name="stream_comments",
    summary="What changes in the comments of a page, as it happens (server-sent events).",
    access=PUBLIC,
    handler=handle,
    query=StreamQuery,
    cors=True,
    responses={200: None},
    errors={
        403: ("foreign_origin",),
        404: ("unknown_site",),
        422: ("bad_page", "control_character", "foreign_page"),
        429: ("too_many_streams",),
        503: ("streams_full",),
    },
    content_type="text/event-stream",
    example=Example(query=(("site", "blog"), ("post", "/2015/02/co-creatie.html"))),
)
