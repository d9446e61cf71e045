"""R-07: the service is asked to stop (SIGTERM) under load, while some bodies never end."""

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from urllib.parse import urlsplit

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import Promises, busy, until_acknowledged, visitors
from tests.faults.served import Served, is_ready, serving

SLOWEST = "slowest to end (s)"
NOT_ZERO = "exit codes not 0"
GREEN = "green answers of /readyz after SIGTERM"
END_SECONDS = 5.0
_SLOW_BODIES = 5
_AT_ONCE = 4
_SETTLED_SECONDS = 0.05
_GIVEN_UP_SECONDS = 30.0
_SLOW = (
    "POST /api/v1/comments HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n"
    'Content-Length: 1000\r\n\r\n{{"site"'
)


async def act(trial: Trial) -> Outcome:
    """Several services at a time, each with its own load: most of the time they only wait."""
    outcome = Outcome()
    left = trial.count
    while left > 0:
        batch = min(left, _AT_ONCE)
        await asyncio.gather(*(_stop(trial, outcome) for _ in range(batch)))
        left -= batch
        trial.tell(f"{outcome.runs}/{trial.count} stopped")
    outcome.demand_none(NOT_ZERO, GREEN, stored.DAMAGED)
    outcome.demand_at_most(SLOWEST, END_SECONDS)
    outcome.controls.append(await _control(trial))
    return outcome


async def _stop(trial: Trial, outcome: Outcome) -> None:
    blog, promises = await new_blog(trial.at("new")), Promises()
    async with _under_load(blog, promises, trial) as served:
        code, seconds, green = await _asked(served, signal.SIGTERM)
    outcome.runs += 1
    outcome.count(NOT_ZERO, code != 0)
    outcome.count(GREEN, green)
    outcome.longest(SLOWEST, seconds)
    outcome.count("comments acknowledged", len(promises.comments))
    await stored.check(outcome, blog, promises)


@asynccontextmanager
async def _under_load(blog: Blog, promises: Promises, trial: Trial) -> AsyncIterator[Served]:
    async with serving(blog, trial.at("run")) as served, AsyncExitStack() as stack:
        for _ in range(_SLOW_BODIES):
            stack.enter_context(_slow_body(served.url))
        await stack.enter_async_context(busy(served.url, promises, token=blog.token))
        await until_acknowledged(promises, 30)
        yield served


@contextmanager
def _slow_body(url: str) -> Iterator[None]:
    """A visitor who says the first of his body, and no more."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname or "", place.port or 0)) as line:
        line.sendall(_SLOW.format(place.netloc).encode())
        yield


async def _asked(served: Served, how: signal.Signals) -> tuple[int, float, int]:
    """Its exit code, how long it took, and how often /readyz was green until then."""
    before = time.monotonic()
    served.process.send_signal(how)
    # The signal itself takes a moment to arrive.
    await asyncio.sleep(_SETTLED_SECONDS)
    green = 0
    async with visitors(served.url) as session:
        while (code := served.process.poll()) is None:
            if time.monotonic() - before > _GIVEN_UP_SECONDS:
                served.kill()
            green += await is_ready(session, served.url)
            await asyncio.sleep(0.01)
    return code, time.monotonic() - before, green


async def _control(trial: Trial) -> Control:
    """Killed where it should be asked."""
    blog, promises = await new_blog(trial.at("new")), Promises()
    async with _under_load(blog, promises, trial) as served:
        code, _, _ = await _asked(served, signal.SIGKILL)
    return Control(f"SIGKILL instead: exit {code}", code != 0)


FAULT = Fault(
    id="R-07",
    name="SIGTERM under load with slow bodies open (SQLite)",
    promise="exit 0 in 5 s, all that was acknowledged kept, /readyz never green again",
    quick=2,
    full=100,
    act=act,
)
