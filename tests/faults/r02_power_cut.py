"""R-02: the power goes under load; the disk keeps what was flushed, and of the rest what it likes.

Every write and flush of the service's SQLite is recorded once. Each cut then is a moment of that
record, and a disk that holds what it may have held at that moment.
"""

import random
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import Promises, busy, until_acknowledged
from tests.faults.recorded_disk import RecordedDisk
from tests.faults.served import serving

ACKNOWLEDGED = "acknowledgements looked up"
_CUTS_A_RECORD = 25


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run under load: the database before it, its record, the promises, and when it ran."""

    before: Path
    record: Path
    promises: Promises
    began: int
    ended: int


async def act(trial: Trial) -> Outcome:
    """Cuts at random moments of a few recorded runs."""
    outcome = Outcome(figures={ACKNOWLEDGED: 0, "comments acknowledged": 0})
    comments = 150 if trial.quick else 2_000
    while outcome.runs < trial.count:
        folder = trial.at("power")
        recorded = await _recorded(folder, "FULL", comments)
        outcome.count("comments acknowledged", len(recorded.promises.comments))
        cuts = min(_CUTS_A_RECORD, trial.count - outcome.runs)
        await _cut(recorded, cuts, folder, outcome)
        trial.tell(f"{outcome.runs}/{trial.count} cuts, {outcome.figures[ACKNOWLEDGED]} looked up")
    outcome.demand_none(stored.LOST, stored.DAMAGED, stored.HALF, stored.BROKEN_LOGS)
    outcome.controls.append(await _control(trial, comments))
    return outcome


async def _control(trial: Trial, comments: int) -> Control:
    """The same cuts where SQLite flushes its log at checkpoints only."""
    found, folder = Outcome(), trial.at("control")
    recorded = await _recorded(folder, "NORMAL", comments)
    await _cut(recorded, 4 if trial.quick else 10, folder, found)
    lost = int(found.figures[stored.LOST])
    return Control(f"synchronous=NORMAL: {lost} lost in {found.runs} cuts", lost > 0)


async def _recorded(folder: Path, level: str, comments: int) -> Recorded:
    blog, promises = await new_blog(folder), Promises()
    before = Path(blog.copied(folder / "before.db").database)
    record = folder / "record"
    async with serving(
        blog, folder, altered={"record": str(record), "synchronous": level}
    ) as served:
        async with busy(served.url, promises, token=blog.token):
            await until_acknowledged(promises, 1)
            began = time.monotonic_ns()
            await until_acknowledged(promises, comments)
        ended = time.monotonic_ns()
        served.kill()
    return Recorded(before, record, promises, began, ended)


async def _cut(recorded: Recorded, cuts: int, folder: Path, outcome: Outcome) -> None:
    chance = random.Random(recorded.began)
    disk = RecordedDisk(recorded.before, recorded.record)
    span = recorded.ended - recorded.began
    # The first third has little to lose; the end has most.
    moments = [recorded.began + int(span * chance.uniform(0.3, 1.0)) for _ in range(cuts - 1)]
    for moment in (*sorted(moments), recorded.ended):
        disk.play_until(moment)
        file = folder / "cut.db"
        disk.cut(file, chance)
        await _count(Blog(str(file), ""), recorded.promises, moment, outcome)
        for left in folder.glob("cut.db*"):
            left.unlink()
        outcome.runs += 1


async def _count(blog: Blog, promises: Promises, moment: int, outcome: Outcome) -> None:
    must = {public_id for public_id, at in promises.comments.items() if at < moment}
    outcome.count(ACKNOWLEDGED, len(must))
    try:
        found = await stored.look(blog.database)
        sound = stored.is_sound(blog.database)
    except sqlite3.DatabaseError:
        outcome.count(stored.LOST, len(must))
        outcome.count(stored.DAMAGED)
        return
    outcome.count(stored.LOST, len(must - found.comments.keys()))
    outcome.count(stored.HALF, found.half)
    outcome.count(stored.DAMAGED, not sound)
    if outcome.runs % 5 == 0:
        outcome.count(stored.BROKEN_LOGS, not await stored.is_log_whole(blog.database))


FAULT = Fault(
    id="R-02",
    name="power cut under load: what was not flushed is lost, torn or out of order (SQLite)",
    promise="no acknowledged comment lost, the file whole, the log unbroken",
    quick=6,
    full=300,
    act=act,
    share=10,
)
