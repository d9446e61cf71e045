"""R-14: the service runs for long under a mixed load; its memory and its open files are watched."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median
from typing import Any

import psutil

from tests.faults.blog import SITE, new_blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import COMMENTS, Promises, comment, new_text, post, send, visitors
from tests.faults.outage import FAILED
from tests.faults.served import serving

MEMORY = "most memory (MB)"
GROWTH = "memory more at the end than half-way (MB)"
FILES = "files open more at the end than half-way"
MEMORY_MB = 256
GROWTH_MB = 16
_READERS = 4
_ROUND_SECONDS = 10.0
_QUICK_SECONDS = 0.5


async def act(trial: Trial) -> Outcome:
    """As many rounds of ten seconds."""
    outcome = Outcome(runs=trial.count)
    seconds = _QUICK_SECONDS if trial.quick else _ROUND_SECONDS
    found = await _soak(trial, trial.count, seconds, outcome, None)
    outcome.figures |= found
    outcome.demand(found[MEMORY] <= MEMORY_MB, f"{found[MEMORY]} MB of memory")
    outcome.demand(found[GROWTH] <= GROWTH_MB, f"{found[GROWTH]} MB of growth")
    outcome.demand(found[FILES] <= 2, f"{found[FILES]} files more")
    outcome.demand_none(FAILED)
    if trial.count * seconds < 2 * 3_600:
        outcome.left_out.append("its second hour: this soak was shorter")
    outcome.controls.append(await _control(trial))
    return outcome


async def _soak(
    trial: Trial, rounds: int, seconds: float, outcome: Outcome, altered: dict[str, Any] | None
) -> dict[str, float]:
    folder, promises = trial.at("soak"), Promises()
    memory, files = [], []
    async with serving(await new_blog(folder), folder, altered=altered) as served:
        process = psutil.Process(served.process.pid)
        began = time.monotonic()
        async with _mixed_load(served.url, promises):
            # What is there from now on was needed to begin with.
            await asyncio.sleep(seconds)
            for turn in range(rounds):
                await asyncio.sleep(seconds)
                memory.append(process.memory_info().rss / 1_048_576)
                files.append(process.num_fds())
                trial.tell(f"{turn + 1}/{rounds}: {memory[-1]:.0f} MB, {files[-1]} files")
        took = time.monotonic() - began
    outcome.count(FAILED, promises.answers[500])
    half = len(memory) // 2
    return {
        "minutes": round(took / 60, 1),
        "comments acknowledged": len(promises.comments),
        "pages read": promises.answers[200],
        MEMORY: round(max(memory)),
        GROWTH: round(_more(memory[:half] or memory[:1], memory[half:])),
        FILES: round(_more(files[:half] or files[:1], files[half:])),
    }


def _more(first: list[Any], then: list[Any]) -> float:
    """How much more in the last part of the second half than in the last part of the first."""
    return float(median(then[-3:]) - median(first[-3:]))


@asynccontextmanager
async def _mixed_load(url: str, promises: Promises) -> AsyncIterator[None]:
    """Readers of a few pages, each of whom writes now and then."""
    async with visitors(url) as session:

        async def read_on(number: int) -> None:
            while True:
                if random.random() < 0.05:
                    await post(session, promises, comment(new_text(), number))
                page = comment("", random.randrange(5))["post"]
                reply = await send(session, "GET", f"{COMMENTS}?site={SITE}&post={page}")
                promises.answers[reply.status] += 1

        reading = [asyncio.create_task(read_on(number)) for number in range(_READERS)]
        try:
            yield
        finally:
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)


async def _control(trial: Trial) -> Control:
    """A service that keeps 1 MB of every comment, and a file open."""
    found = await _soak(trial, 4, 0.5 if trial.quick else 2.0, Outcome(), {"leaking": True})
    said = f"{GROWTH}: {found[GROWTH]:g}, {FILES}: {found[FILES]:g}"
    return Control(f"a leak: {said}", found[GROWTH] > GROWTH_MB or found[FILES] > 2)


FAULT = Fault(
    id="R-14",
    name="soak under a mixed load, in rounds of ten seconds (SQLite)",
    promise="within 256 MB, no growth, open files flat",
    quick=4,
    full=720,
    act=act,
    share=1.2,
)
