"""R-15: a second server is started on the same SQLite file, also by another name of it."""

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import Promises, busy, until_acknowledged
from tests.faults.served import Served, StartError, serving, start

REFUSED = "second servers refused in words"
STARTED = "second servers started"
RACES = "races of two, one winner each"
DRAWN = "races with no winner, or two"


async def act(trial: Trial) -> Outcome:
    """A second one beside a busy first, then two at one moment."""
    outcome = Outcome()
    for turn in range(trial.count):
        await _beside(trial, outcome)
        await _race(trial, outcome)
        outcome.runs += 1
        trial.tell(f"{turn + 1}/{trial.count}")
    outcome.demand_none(STARTED, DRAWN, stored.DAMAGED)
    outcome.controls.append(await _control(trial))
    return outcome


async def _beside(trial: Trial, outcome: Outcome) -> None:
    folder, promises = trial.at("beside"), Promises()
    blog = await new_blog(folder)
    linked = folder / "linked.db"
    linked.symlink_to(Path(blog.database))
    async with serving(blog, folder) as served:
        async with busy(served.url, promises, writers=4):
            for named in (blog, replace(blog, database=str(linked))):
                said = await _second(named, folder)
                outcome.count(REFUSED, said)
                outcome.count(STARTED, not said)
            await until_acknowledged(promises, 20)
        served.kill()
    await stored.check(outcome, blog, promises)


async def _second(blog: Blog, folder: Path) -> bool:
    """Whether it was refused, with a sentence."""
    try:
        async with serving(blog, folder):
            return False
    except StartError as error:
        return str(error).startswith("exit 1:") and "Traceback" not in str(error)


async def _race(trial: Trial, outcome: Outcome) -> None:
    folder = trial.at("race")
    blog = await new_blog(folder)
    winners = await _started(blog, folder, None)
    outcome.count(RACES, winners == 1)
    outcome.count(DRAWN, winners != 1)


async def _started(blog: Blog, folder: Path, altered: dict[str, bool] | None) -> int:
    """How many of two that start at one moment come to listen."""
    both = [start(blog, folder, altered=altered) for _ in range(2)]
    try:
        return sum(await asyncio.gather(*(_listens(one) for one in both)))
    finally:
        for one in both:
            one.kill()


async def _listens(served: Served) -> bool:
    try:
        await served.listening()
    except StartError:
        return False
    return True


async def _control(trial: Trial) -> Control:
    """Two at one moment where every lock is free."""
    folder = trial.at("control")
    started = await _started(await new_blog(folder), folder, {"unlocked": True})
    return Control(f"without the lock file: {started} of 2 start", started == 2)


FAULT = Fault(
    id="R-15",
    name="two servers on one SQLite file, by its name and by a link",
    promise="the second refuses, the first goes on",
    quick=1,
    full=50,
    act=act,
    share=0.5,
)
