"""R-11: backups are made while visitors write; each is restored, and held against what had been
acknowledged before it began."""

import asyncio
import shutil
import sqlite3
import time
from pathlib import Path

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.command import reactie
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import Promises, busy, until_acknowledged
from tests.faults.served import serving

MISSING = "acknowledged before a backup, not in it"
BAD = "backups that did not verify or restore"
LOOKED_UP = "acknowledgements looked up"
_PAUSE_SECONDS = 10.0


async def act(trial: Trial) -> Outcome:
    """One service; a backup every ten seconds."""
    outcome = Outcome(figures={LOOKED_UP: 0})
    folder, promises = trial.at("backup"), Promises()
    blog = await new_blog(folder)
    writers = 2 if trial.quick else 16
    async with serving(blog, folder) as served, busy(served.url, promises, writers=writers):
        began = time.monotonic()
        for turn in range(trial.count):
            await until_acknowledged(promises, 50)
            must = set(promises.comments)
            copy = folder / f"backup-{turn}.db"
            made = await reactie(folder, "backup", str(copy), database=blog.database)
            outcome.demand(made.code == 0, f"backup: exit {made.code}: {made.said[-200:]}")
            await _restore(copy, trial.at("restored"), must, outcome)
            outcome.runs += 1
            trial.tell(f"{turn + 1}/{trial.count}: {outcome.figures[LOOKED_UP]} looked up")
            if not trial.quick and turn + 1 < trial.count:
                due = began + (turn + 1) * _PAUSE_SECONDS
                await asyncio.sleep(max(0.0, due - time.monotonic()))
        seconds = time.monotonic() - began
    outcome.figures["comments acknowledged"] = len(promises.comments)
    outcome.figures["a second"] = round(len(promises.comments) / seconds)
    outcome.demand_none(MISSING, BAD, stored.HALF)
    outcome.controls.append(await _control(trial))
    return outcome


async def _restore(copy: Path, folder: Path, must: set[str], outcome: Outcome) -> None:
    verified = await reactie(folder, "verify", str(copy))
    target = folder / "restored.db"
    restored = await reactie(folder, "restore", str(copy), database=str(target))
    outcome.count(BAD, verified.code != 0 or restored.code != 0)
    outcome.count(LOOKED_UP, len(must))
    if restored.code == 0:
        found = await stored.look(str(target))
        outcome.count(MISSING, len(must - found.comments.keys()))
        outcome.count(stored.HALF, found.half)
    copy.unlink(missing_ok=True)


async def _control(trial: Trial) -> Control:
    """The file alone is copied, as a backup program does that knows nothing of its log."""
    folder, promises = trial.at("control"), Promises()
    blog = await new_blog(folder)
    async with serving(blog, folder) as served, busy(served.url, promises):
        await until_acknowledged(promises, 50)
        must = set(promises.comments)
        copy = Path(shutil.copyfile(blog.database, folder / "copied.db"))
    return Control(*await _in_copy(copy, must))


async def _in_copy(copy: Path, must: set[str]) -> tuple[str, bool]:
    try:
        found = set((await stored.look(Blog(str(copy), "").database)).comments)
    except sqlite3.DatabaseError as error:
        return f"the file copied without its log: {error}", True
    missing = len(must - found)
    return f"the file copied without its log: {missing} missing", missing > 0


FAULT = Fault(
    id="R-11",
    name="`reactie backup` every 10 s while visitors write (SQLite)",
    promise="each verifies and restores, and holds all that was acknowledged before it began",
    quick=1,
    full=60,
    act=act,
    share=0.5,
)
