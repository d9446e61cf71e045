"""R-04: the disk is full: while comments come in, past a checkpoint, and when a database has to be
migrated."""

import asyncio
import os
from pathlib import Path

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.command import reactie
from tests.faults.disks import memory_disk
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import Promises
from tests.faults.old_database import old_database, snapshot
from tests.faults.outage import HEAL_SECONDS, HEALED, go_through, note_answers
from tests.faults.served import StartError, serving

REFUSED_STARTS = "migrations refused in words"
ROUGH_STARTS = "migrations not refused in words"
REFUSED_BACKUPS = "backups refused in words"
ROUGH_BACKUPS = "backups not refused in words, or left behind"
CHANGED = "databases changed by a refused migration"
_MEGABYTES = 21
"""What the log holds until its first checkpoint (4,000 pages), the filling, and little more: so
that the checkpoint finds no room either."""
_FILLING_MEGABYTES = 3
_BALLAST_MEGABYTES = 15
_BACKUP_MEGABYTES = 40
_NEXT_TO_NOTHING = 16 * 1024
_FULL_SECONDS = 120.0


async def act(trial: Trial) -> Outcome:
    """Fills the disk and frees it again, on a new database each time."""
    outcome = Outcome()
    for turn in range(trial.count):
        await _fill_under_load(trial, outcome, None)
        await _migrate_without_room(trial, outcome)
        await _back_up_without_room(trial, outcome)
        outcome.runs += 1
        trial.tell(f"{turn + 1}/{trial.count}: filled, migrated, backed up")
    outcome.demand_none(stored.DAMAGED, ROUGH_STARTS, CHANGED, ROUGH_BACKUPS)
    outcome.demand_at_most(HEALED, HEAL_SECONDS)
    outcome.controls.append(await _control(trial))
    return outcome


async def _fill_under_load(trial: Trial, outcome: Outcome, altered: dict[str, bool] | None) -> None:
    folder, promises = trial.at("full"), Promises()
    new = await new_blog(folder)
    with memory_disk(folder / "disk", _MEGABYTES) as disk:
        blog = new.copied(disk / "blog.db")
        filling = disk / "filling"
        fill(filling, _FILLING_MEGABYTES)
        if trial.quick:
            fill(disk / "ballast", _BALLAST_MEGABYTES)
        async with serving(blog, folder, altered=altered) as served:
            # It fills up by itself: that is what breaks it.
            await go_through(
                served,
                promises,
                outcome,
                breaks=lambda: _until_full(disk),
                mends=filling.unlink,
                quiet=altered is not None,
            )
            await asyncio.to_thread(served.stop)
        note_answers(outcome, promises)
        if altered is None:
            await stored.check(outcome, blog, promises)


async def _migrate_without_room(trial: Trial, outcome: Outcome) -> None:
    folder = trial.at("migrate")
    old = folder / "old.db"
    await old_database(str(old), comments=200)
    with memory_disk(folder / "disk", 4) as disk:
        blog = Blog(str(old), "").copied(disk / "blog.db")
        filling = disk / "filling"
        fill(filling, 4)
        before = await snapshot(blog.database)
        try:
            async with serving(blog, folder):
                outcome.demand(False, "it started on a full disk")
        except StartError as error:
            in_words = str(error).startswith("exit 1:") and "Traceback" not in str(error)
            outcome.count(REFUSED_STARTS if in_words else ROUGH_STARTS)
        filling.unlink()
        outcome.count(CHANGED, await snapshot(blog.database) != before)
        async with serving(blog, folder) as served:
            await served.ready()


async def _back_up_without_room(trial: Trial, outcome: Outcome) -> None:
    folder = trial.at("backup")
    blog = await new_blog(folder)
    with memory_disk(folder / "disk", _BACKUP_MEGABYTES) as disk:
        filling, copy = disk / "filling", disk / "copy.db"
        fill(filling, _BACKUP_MEGABYTES)
        refused = await reactie(folder, "backup", str(copy), database=blog.database)
        left = [one for one in disk.iterdir() if one != filling]
        in_words = refused.code == 1 and "Traceback" not in refused.said and not left
        outcome.count(REFUSED_BACKUPS if in_words else ROUGH_BACKUPS)
        filling.unlink()
        made = await reactie(folder, "backup", str(copy), database=blog.database)
        outcome.demand(made.code == 0, f"no backup with room again: {made.said[-200:]}")


async def _until_full(disk: Path) -> None:
    async with asyncio.timeout(_FULL_SECONDS):
        while _free(disk) > _NEXT_TO_NOTHING:
            await asyncio.sleep(0.01)


def _free(disk: Path) -> int:
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


def fill(file: Path, megabytes: int) -> None:
    """Takes so much of the disk, or all that is left of it."""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT)
    try:
        for _ in range(megabytes * 256):
            os.write(opened, bytes(4096))
    except OSError:
        return
    finally:
        os.close(opened)


async def _control(trial: Trial) -> Control:
    """A service that does not know what a full disk says."""
    found = Outcome()
    await _fill_under_load(trial, found, {"shrugging": True})
    failed = int(found.figures["answers 500"])
    return Control(f"SQLITE_FULL taken for a mistake: {failed} answers 500", failed > 0)


FAULT = Fault(
    id="R-04",
    name="disk full (tmpfs) in insert, checkpoint, migration and backup (SQLite)",
    promise="503 with Retry-After, no 500, reads go on, heals in 1 s without a restart, none lost",
    quick=1,
    full=20,
    act=act,
    share=0.2,
)
