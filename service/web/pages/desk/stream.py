"""GET /moderate/stream: how many comments wait, told as it changes (server-sent events); and
GET /moderate/pending: the number alone."""

import asyncio
from contextlib import suppress

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.errors import Unauthorized, Unavailable
from service.domain.moderator import Role
from service.usecases.review_comments import visible_sites
from service.web import headers
from service.web.answers import answer
from service.web.call import Call
from service.web.principal import admit
from service.web.route import Route

SECONDS = 2.0
"""Between two looks; a look is one count from an index."""
BEATS = 8
"""Looks without news until a sign of life is sent, so that nothing between closes the line."""


class StreamQuery(BaseModel):
    """Of which site; without one, of all one's own."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    lang: str | None = None


class Pending(BaseModel):
    """How many comments wait."""

    model_config = ConfigDict(extra="forbid")

    pending: int


async def handle(call: Call) -> web.StreamResponse:
    """One event `pending` at once, then one whenever the number changes. Ends with the server, or
    with the session, which an open page does not keep awake."""
    storage = call.services.storage
    sites = await visible_sites(call.query.site or None, token=call.moderator, storage=storage)
    fields = {**headers.PRIVATE, "Content-Type": "text/event-stream"}
    if call.request.method == "HEAD":
        return web.Response(headers=fields)
    response = web.StreamResponse(headers=fields)
    await response.prepare(call.request)
    services, told, quiet = call.services, -1, 0
    wanted = QueueFilter(site_ids=sites, status=Status.PENDING)
    # With a database that is away it ends too: browsers come back.
    with suppress(ConnectionError, Unauthorized, Unavailable):
        while not services.stopping.is_set():
            await admit(ROUTE, call)
            count = await storage.comments.count(wanted)
            quiet = 0 if count != told else quiet + 1
            if count != told:
                await response.write(f"event: pending\ndata: {count}\n\n".encode())
                told = count
            elif quiet % BEATS == 0:
                await response.write(b": still here\n\n")
            with suppress(TimeoutError):
                await asyncio.wait_for(services.stopping.wait(), SECONDS)
    return response


async def count(call: Call) -> web.Response:
    """The same number once, for pages that no stream reaches."""
    storage = call.services.storage
    sites = await visible_sites(call.query.site or None, token=call.moderator, storage=storage)
    wanted = QueueFilter(site_ids=sites, status=Status.PENDING)
    return answer(Pending(pending=await storage.comments.count(wanted)), private=True)


COUNT = Route(
    method="GET",
    path="/moderate/pending",
    name="desk_pending",
    summary="How many comments wait.",
    access=Role.VIEWER,
    handler=count,
    query=StreamQuery,
    responses={200: None},
    page=True,
    unattended=True,
)
ROUTE = Route(
    method="GET",
    path="/moderate/stream",
    name="desk_stream",
    summary="How many comments wait, as it changes.",
    access=Role.VIEWER,
    handler=handle,
    query=StreamQuery,
    responses={200: None},
    page=True,
    unattended=True,
)
