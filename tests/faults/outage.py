"""A database that cannot be written for a while: what visitors get meanwhile, and afterwards."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from aiohttp import ClientSession

from tests.faults.blog import PAGE, SITE
from tests.faults.fault import Outcome
from tests.faults.load import (
    COMMENTS,
    Promises,
    busy,
    send,
    until_acknowledged,
    visitors,
)
from tests.faults.served import Served, is_ready

FAILED = "answers 500"
UNHELPFUL = "503 without Retry-After"
REFUSED = "answers 503"
BAD_READS = "reads not 200 meanwhile"
READS = "reads meanwhile"
RED = "slowest readiness to turn red (s)"
HEALED = "slowest to heal (s)"
RED_SECONDS = 2.0
HEAL_SECONDS = 1.0
_ENOUGH = 20
_PATIENCE = 60.0
QUEUE = "/api/v1/admin/comments?status=pending"


async def go_through(
    served: Served,
    promises: Promises,
    outcome: Outcome,
    *,
    breaks: Callable[[], Awaitable[None]],
    mends: Callable[[], None],
    reads_go_on: bool = True,
    quiet: bool = False,
) -> None:
    """One outage under load, from when it breaks until it takes comments again. `quiet`: what it
    answers to readers and to /readyz is not asked."""
    async with (
        visitors(served.url) as session,
        busy(served.url, promises, token=served.blog.token, writers=8, moderators=2),
    ):
        await until_acknowledged(promises, _ENOUGH)
        await breaks()
        broken = time.monotonic()
        if not quiet:
            await _until_red(session, served.url)
            outcome.longest(RED, time.monotonic() - broken)
        await _until_refused(promises)
        if not quiet:
            await _read(session, served.blog.token, outcome, reads_go_on=reads_go_on)
        mended = time.monotonic()
        mends()
        await until_acknowledged(promises, 1, _PATIENCE)
        outcome.longest(HEALED, time.monotonic() - mended)
        await until_acknowledged(promises, _ENOUGH, _PATIENCE)


async def red_by_itself(served: Served) -> float:
    """How long /readyz stays green while nobody writes."""
    before = time.monotonic()
    async with visitors(served.url) as session:
        await _until_red(session, served.url)
    return time.monotonic() - before


def note_answers(outcome: Outcome, promises: Promises) -> None:
    """What was answered, over all outages."""
    outcome.count("comments acknowledged", len(promises.comments))
    outcome.count(REFUSED, promises.answers[503])
    outcome.count(FAILED, promises.answers[500])
    outcome.count(UNHELPFUL, promises.unhelpful)
    outcome.demand_none(FAILED, UNHELPFUL)
    outcome.demand(promises.answers[503] > 0, "the outage was not noticed")


async def _until_red(session: ClientSession, url: str) -> None:
    async with asyncio.timeout(_PATIENCE):
        while await is_ready(session, url):
            await asyncio.sleep(0.02)


async def _until_refused(promises: Promises) -> None:
    wanted = promises.answers[503] + promises.answers[500] + _ENOUGH
    async with asyncio.timeout(_PATIENCE):
        while promises.answers[503] + promises.answers[500] < wanted:
            await asyncio.sleep(0.02)


async def _read(session: ClientSession, token: str, outcome: Outcome, *, reads_go_on: bool) -> None:
    listed = f"{COMMENTS}?site={SITE}&post={PAGE}"
    for path in (listed, f"/api/v1/counts?site={SITE}&post={PAGE}", QUEUE, "/healthz"):
        reply = await send(session, "GET", path, token=token if path is QUEUE else None)
        outcome.count(READS)
        allowed = (200,) if reads_go_on else (200, 503)
        outcome.count(BAD_READS, reply.status not in allowed)
    outcome.demand_none(BAD_READS)
