"""`reactie serve` that watches its event loop: `-m tests.benchmarks.watched_server FILE serve`.

What follows FILE goes to `reactie`. When the server ends, FILE holds how late each tick of a clock
of five milliseconds was, as JSON: a list of [seconds since the epoch, milliseconds late,
milliseconds that the loop's own thread computed meanwhile]. A thread that has to wait for a
processor is late too, so only the last of them says that something blocked the loop.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from service import serving
from service.__main__ import main

TICK_SECONDS = 0.005

_serve = serving.serve


async def _watch(ticks: list[tuple[float, float, float]]) -> None:
    while True:
        due, computed = time.perf_counter() + TICK_SECONDS, time.thread_time()
        await asyncio.sleep(TICK_SECONDS)
        late = time.perf_counter() - due
        ticks.append((time.time(), late * 1000, (time.thread_time() - computed) * 1000))


async def _watched(*given: Any, **options: Any) -> None:
    ticks: list[tuple[float, float, float]] = []
    watching = asyncio.create_task(_watch(ticks))
    try:
        await _serve(*given, **options)
    finally:
        watching.cancel()
        _keep(ticks)


def _keep(ticks: list[tuple[float, float, float]]) -> None:
    Path(_FILE).write_text(json.dumps(ticks))


if __name__ == "__main__":
    _FILE = sys.argv.pop(1)
    serving.serve = _watched
    main()
