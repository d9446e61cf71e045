"""P-2: an import that is killed shows nothing before it applies, and is gone on with after."""

import random
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.transfer.proofs.home import files_with_comments
from tests.transfer.proofs.multiplied import takeout
from tests.transfer.proofs.watched import Kept, exported, kept, new_site, started

DIFFERENT = "exports that differ from that of a run in one go"
SHOWN_EARLY = "comments there before anything was applied"
HALF = "comments of half batches"
READING, MAKING, ENDED = "killed while it read", "killed while it made", "had ended"
_SIZE, _QUICK_SIZE = 8_000_000, 1_000_000


async def act(trial: Trial) -> Outcome:
    """Kills at random moments of the whole run, every second one while it makes comments."""
    files_with_comments()
    folder = trial.at("kill")
    file, whole = folder / "feed.atom", trial.at("whole")
    takeout(file, _QUICK_SIZE if trial.quick else _SIZE)
    new_site(whole)
    began = time.monotonic()
    started(whole, file).wait()
    longest = time.monotonic() - began
    first = exported(whole)
    outcome = Outcome(figures={"comments": kept(whole).comments, READING: 0, MAKING: 0, ENDED: 0})
    for turn in range(trial.count):
        at = trial.at("killed")
        new_site(at)
        found = _killed(at, file, None if turn % 2 else random.uniform(0.3, longest))
        _judge(found, outcome)
        started(at, file).wait()
        outcome.count(DIFFERENT, exported(at) != first)
        outcome.runs += 1
        trial.tell(f"{turn + 1}/{trial.count}: {found}")
    outcome.demand_none(DIFFERENT, SHOWN_EARLY, HALF)
    if not trial.quick:
        outcome.controls.append(_control(trial, file, first))
    return outcome


def _killed(folder: Path, file: Path, after: float | None) -> Kept:
    """What is there after a kill so many seconds after the start, or at some moment after the
    first batch."""
    process = started(folder, file)
    if after is None:
        while process.poll() is None and not kept(folder).said:
            time.sleep(0.005)
        after = random.uniform(0, 0.3)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return kept(folder)


def _judge(found: Kept, outcome: Outcome) -> None:
    if found.running:
        outcome.count(MAKING)
        outcome.count(HALF, abs(found.comments - found.said))
    elif found.comments == outcome.figures["comments"]:
        outcome.count(ENDED)
    else:
        outcome.count(READING)
        outcome.count(SHOWN_EARLY, found.comments)


def _control(trial: Trial, file: Path, first: list[bytes]) -> Control:
    """Gone on from a place that was not reached: noted apart from what was made, as it were."""
    folder = trial.at("control")
    new_site(folder)
    _killed(folder, file, None)
    with closing(sqlite3.connect(folder / "blog.db")) as database:
        moved = database.execute(
            "UPDATE jobs SET done = min(done + 100, total) WHERE state = 'running'"
        ).rowcount
        database.commit()
    started(folder, file).wait()
    lost = len(first) - len(exported(folder))
    said = f"the place noted 100 too far: {lost} lost" if moved else "it had ended before the kill"
    return Control(said, lost > 0 or not moved)


PROOF = Fault(
    id="P-2",
    name="kill -9 at random moments of an import (Takeout of 8 MB), then the same command again",
    promise="nothing to be seen before it applies, whole batches after; the same export in the end",
    quick=2,
    full=20,
    act=act,
)
