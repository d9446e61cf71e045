"""R-05: the disk fails to write (EIO), fails altogether, or its files turn read-only."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.disks import freeze, loop_disk
from tests.faults.fault import Control, Fault, NotRunError, Outcome, Trial
from tests.faults.load import Promises
from tests.faults.outage import (
    FAILED,
    HEAL_SECONDS,
    HEALED,
    RED,
    RED_SECONDS,
    go_through,
    note_answers,
    red_by_itself,
)
from tests.faults.served import serving
from tests.faults.sqlite_door import NO_WRITES, NOTHING, WORKS

_SUFFIXES = ("", "-wal")


async def act(trial: Trial) -> Outcome:
    """Breaks and mends one running service in each way, again and again."""
    outcome = Outcome()
    folder = trial.at("errors")
    await _fail_at_the_door(await new_blog(folder), folder, trial, outcome)
    try:
        with loop_disk(trial.at("disk")) as disk:
            folder = trial.at("frozen")
            await _turn_read_only((await new_blog(folder)).copied(disk.at / "b.db"), trial, outcome)
    except NotRunError as why:
        outcome.left_out.append(f"read-only files: {why}")
    outcome.demand_none(stored.DAMAGED)
    outcome.demand_at_most(RED, RED_SECONDS)
    outcome.demand_at_most(HEALED, HEAL_SECONDS)
    outcome.controls.append(await _control(trial))
    return outcome


async def _fail_at_the_door(blog: Blog, folder: Path, trial: Trial, outcome: Outcome) -> None:
    switch, turn = _switch(folder)
    promises = Promises()
    async with serving(blog, folder, altered={"breaking": str(switch)}) as served:
        for number in range(trial.count):
            turn(NO_WRITES)
            outcome.longest(RED, await red_by_itself(served))
            turn(WORKS)
            outcome.longest(HEALED, await served.ready())
            for how in (NO_WRITES, NOTHING):
                await go_through(
                    served,
                    promises,
                    outcome,
                    breaks=_soon(turn, how),
                    mends=lambda: turn(WORKS),
                    reads_go_on=how == NO_WRITES,
                )
            outcome.runs += 1
            trial.tell(f"EIO {number + 1}/{trial.count}")
        served.kill()
    note_answers(outcome, promises)
    await stored.check(outcome, blog, promises)


async def _turn_read_only(blog: Blog, trial: Trial, outcome: Outcome) -> None:
    files = [Path(blog.database + suffix) for suffix in _SUFFIXES]
    promises = Promises()

    def turn(frozen: int) -> None:
        freeze(*files, frozen=bool(frozen))

    try:
        async with serving(blog, trial.at("run")) as served:
            for number in range(trial.count):
                await go_through(
                    served, promises, outcome, breaks=_soon(turn, 1), mends=lambda: turn(0)
                )
                outcome.runs += 1
                trial.tell(f"read-only {number + 1}/{trial.count}")
            served.kill()
    finally:
        turn(0)
    note_answers(outcome, promises)
    await stored.check(outcome, blog, promises)


def _soon(turn: Callable[[int], None], how: int) -> Callable[[], Awaitable[None]]:
    async def breaks() -> None:
        turn(how)

    return breaks


def _switch(folder: Path) -> tuple[Path, Callable[[int], None]]:
    """What the altered service looks at, and what turns it."""
    file = folder / "switch"
    file.write_bytes(bytes([WORKS]))

    def turn(how: int) -> None:
        with file.open("r+b") as opened:
            opened.write(bytes([how]))

    return file, turn


async def _control(trial: Trial) -> Control:
    """A service that does not know what a broken disk says."""
    folder, promises = trial.at("control"), Promises()
    switch, turn = _switch(folder)
    altered = {"breaking": str(switch), "shrugging": True}
    async with serving(await new_blog(folder), folder, altered=altered) as served:
        await go_through(
            served,
            promises,
            Outcome(),
            breaks=_soon(turn, NO_WRITES),
            mends=lambda: turn(WORKS),
            quiet=True,
        )
    failed = promises.answers[500]
    return Control(f"SQLITE_IOERR taken for a mistake: {failed} {FAILED}", failed > 0)


FAULT = Fault(
    id="R-05",
    name="the disk answers EIO to writes, to everything; its files turn read-only (SQLite)",
    promise="503 with Retry-After, no 500, reads go on, readiness red in 2 s, heals in 1 s",
    quick=1,
    full=30,
    act=act,
    share=0.5,
)
