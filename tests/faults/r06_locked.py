"""R-06: another process holds a lock on the file: our own turn to write, or SQLite's."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from uuid import uuid4

from aiohttp import ClientSession

from service.storage.lock_file import LockFile
from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import Promises, comment, new_text, post, visitors
from tests.faults.outage import FAILED, REFUSED, UNHELPFUL
from tests.faults.served import serving

SHORT_SECONDS = 3.0
LONG_SECONDS = 30.0
LATE = "posts during the short lock, all acknowledged late"
NOT_LATE = "posts that the short lock made fail"
RETRIED = "posts retried with their key after the long lock"
DOUBLED = "doubled by the retry"
SLOWEST = "slowest answer (s)"
_VISITORS = 16

_PATIENCE_SECONDS = 5.0
"""A visitor is answered within this, whatever holds the lock."""

Hold = Callable[[str], AbstractAsyncContextManager[None]]


async def act(trial: Trial) -> Outcome:
    """Both locks at the same time, each on a service of its own."""
    outcome = Outcome()
    short, long = (1.5, 4.5) if trial.quick else (SHORT_SECONDS, LONG_SECONDS)
    for turn in range(trial.count):
        blogs = [await new_blog(trial.at(name)) for name in ("turn", "sqlite")]
        holds = (_our_lock, _sqlites_lock)
        await asyncio.gather(
            *(
                _hold(blog, hold, short, long, trial, outcome)
                for blog, hold in zip(blogs, holds, strict=True)
            )
        )
        outcome.runs += 1
        trial.tell(f"{turn + 1}/{trial.count}: held {short:g} s and {long:g} s")
    outcome.figures["held (s)"] = f"{short:g} and {long:g}"
    outcome.demand_none(NOT_LATE, DOUBLED, FAILED, UNHELPFUL, stored.DAMAGED)
    outcome.demand_at_most(SLOWEST, _PATIENCE_SECONDS)
    outcome.controls += [await _impatient(trial, short), await _without_key(trial)]
    return outcome


async def _hold(
    blog: Blog, hold: Hold, short: float, long: float, trial: Trial, outcome: Outcome
) -> None:
    promises, folder = Promises(), trial.at("run")
    async with serving(blog, folder) as served, visitors(served.url) as session:
        async with hold(blog.database):
            posting = [
                asyncio.create_task(post(session, promises, comment(new_text(), number)))
                for number in range(_VISITORS)
            ]
            await asyncio.sleep(short)
        replies = await asyncio.gather(*posting)
        late = sum(reply.status in (201, 202) for reply in replies)
        outcome.count(LATE, late)
        outcome.count(NOT_LATE, len(replies) - late)

        sent = [(comment(new_text(), number), uuid4().hex) for number in range(_VISITORS)]
        async with hold(blog.database):
            held = time.monotonic()
            refused = [await _all(session, promises, sent)]
            while time.monotonic() - held < long:
                refused.append(await _all(session, promises, sent))
        outcome.count(REFUSED, sum(reply.count(503) for reply in refused))
        outcome.demand(503 in refused[0], "a long lock was not noticed")
        again = await _all(session, promises, sent)
        outcome.count(RETRIED, again.count(201) + again.count(202))
        outcome.demand(len(set(again) - {201, 202}) == 0, f"retries answered {set(again)}")
        served.kill()
    outcome.count(FAILED, promises.answers[500])
    outcome.count(UNHELPFUL, promises.unhelpful)
    outcome.longest(SLOWEST, promises.slowest)
    outcome.count(DOUBLED, len((await stored.look(blog.database)).comments) - 2 * _VISITORS)
    await stored.check(outcome, blog, promises)


async def _all(
    session: ClientSession, promises: Promises, sent: list[tuple[dict[str, str], str]]
) -> list[int]:
    """Sends all at once, each with its key; the answers' statuses."""
    replies = await asyncio.gather(*(post(session, promises, body, key) for body, key in sent))
    return [reply.status for reply in replies]


@asynccontextmanager
async def _our_lock(database: str) -> AsyncIterator[None]:
    """What another command of ours holds while it writes."""
    lock = LockFile(Path(f"{database}.writing"))
    while not lock.take():
        await asyncio.sleep(0.005)
    try:
        yield
    finally:
        lock.close()


@asynccontextmanager
async def _sqlites_lock(database: str) -> AsyncIterator[None]:
    """What a program that knows nothing of ours holds while it writes."""
    with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as opened:
        opened.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            opened.execute("ROLLBACK")


async def _impatient(trial: Trial, short: float) -> Control:
    """The short lock, and a service that waits for none."""
    blog, folder, promises = await new_blog(trial.at("new")), trial.at("control"), Promises()
    altered = {"impatient": True}
    async with serving(blog, folder, altered=altered) as served, visitors(served.url) as session:
        async with _sqlites_lock(blog.database):
            sending = (post(session, promises, comment(new_text(), n)) for n in range(_VISITORS))
            await asyncio.wait_for(asyncio.gather(*sending), short + _PATIENCE_SECONDS)
    refused = promises.answers[503]
    return Control(f"waits for no lock: {refused} of {_VISITORS} posts fail", refused > 0)


async def _without_key(trial: Trial) -> Control:
    """Every post sent again, as by someone whose answer was lost; without a key."""
    blog, folder, promises = await new_blog(trial.at("new")), trial.at("control"), Promises()
    async with serving(blog, folder) as served, visitors(served.url) as session:
        for number in range(_VISITORS):
            body = comment(new_text(), number)
            for _ in range(2):
                await post(session, promises, body)
        served.kill()
    doubled = len((await stored.look(blog.database)).comments) - _VISITORS
    return Control(f"retried without a key: {doubled} of {_VISITORS} doubled", doubled > 0)


FAULT = Fault(
    id="R-06",
    name="another process holds the lock for 3 s and for 30 s: ours, and SQLite's own",
    promise="3 s: all succeed late; 30 s: 503 in 5 s, none lost, none doubled by retries with key",
    quick=1,
    full=5,
    act=act,
    share=0.1,
)
