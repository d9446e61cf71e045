"""R-03: the file system is shut down under load, again and again: all that it had not written to
its device is gone, and it recovers when it is mounted again."""

import asyncio
import random
import sqlite3
from copy import deepcopy
from pathlib import Path

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.disks import LoopDisk, loop_disk
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import Promises, busy, until_acknowledged
from tests.faults.served import serving


async def act(trial: Trial) -> Outcome:
    """One database, cut off once a run."""
    outcome, promises = Outcome(), Promises()
    with loop_disk(trial.at("disk")) as disk:
        blog = await _blog_on(disk, trial)
        for turn in range(trial.count):
            promises = await _cut_off(blog, disk, promises, trial.at("run"))
            await stored.check(outcome, blog, promises)
            outcome.runs += 1
            trial.tell(f"{turn + 1}/{trial.count}: {len(promises.comments)} acknowledged")
    outcome.count("comments acknowledged", len(promises.comments))
    outcome.count("decisions acknowledged", len(promises.decisions))
    outcome.demand_none(stored.DAMAGED)
    outcome.controls.append(await _control(trial))
    return outcome


async def _blog_on(disk: LoopDisk, trial: Trial) -> Blog:
    blog = await new_blog(trial.at("new"))
    return blog.copied(disk.at / "blog.db")


async def _cut_off(
    blog: Blog, disk: LoopDisk, promises: Promises, folder: Path, level: str = "FULL"
) -> Promises:
    """What was promised until the power was gone. What is said after that, nobody would hear: a
    flush that is under way then may be reported as done without having been."""
    async with serving(blog, folder, altered={"synchronous": level}) as served:
        async with busy(served.url, promises, token=blog.token):
            await until_acknowledged(promises, random.randint(20, 200))
            heard = deepcopy(promises)
            disk.lose_power()
            await asyncio.sleep(0.05)
            served.kill()
    disk.power_up()
    return heard


async def _control(trial: Trial) -> Control:
    """The same where SQLite flushes its log at checkpoints only."""
    lost = 0
    with loop_disk(trial.at("control")) as disk:
        blog = await _blog_on(disk, trial)
        for _ in range(3):
            promises = await _cut_off(blog, disk, Promises(), trial.at("run"), "NORMAL")
            try:
                lost += (await stored.look(blog.database)).lost(promises)
            except sqlite3.DatabaseError:
                lost += len(promises.comments)
            if lost:
                break
    return Control(f"synchronous=NORMAL: {lost} lost", lost > 0)


FAULT = Fault(
    id="R-03",
    name="file system shut down under load, cumulative (ext4 on a loop device)",
    promise="no acknowledged comment or decision lost, the file whole, the log unbroken",
    quick=2,
    full=20,
    act=act,
    share=0.5,
)
