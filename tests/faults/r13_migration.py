"""R-13: a database of the first version is migrated: killed at each statement, done twice, met by
a version that is too old for it, and done with many comments."""

import time
from pathlib import Path
from typing import Any

from tests.faults.blog import Blog
from tests.faults.fault import Control, Fault, NotRunError, Outcome, Trial
from tests.faults.old_database import filled, old_database, snapshot
from tests.faults.postgres import Cluster, cluster
from tests.faults.served import StartError, serving
from tests.faults.stored import change

KILLED = "killed in the middle"
HALF = "half migrated after a kill"
CHANGED = "comments changed by the migration"
TWICE = "databases changed by a second start"
NOT_REFUSED = "old versions that did not refuse"
REFUSED = "old versions that refused in words"
LARGE_SECONDS = 60.0
_COMMENTS = 300
_MANY = 1_000_000
_LARGE_FROM = 20
LARGE = f"seconds to migrate {_MANY:,} comments (SQLite)"


async def act(trial: Trial) -> Outcome:
    """Kills at statements spread over the migration, then what comes after."""
    outcome = Outcome()
    half = (trial.count + 1) // 2
    await _all_on(None, half, trial, outcome)
    if not trial.quick:
        await _at_length(half, trial, outcome)
    outcome.demand_none(HALF, CHANGED, TWICE, NOT_REFUSED)
    outcome.controls.append(await _control(trial))
    return outcome


async def _at_length(times: int, trial: Trial, outcome: Outcome) -> None:
    try:
        with cluster(trial) as server:
            await _all_on(server, times, trial, outcome)
    except NotRunError as why:
        outcome.left_out.append(f"PostgreSQL: {why}")
    if trial.count < _LARGE_FROM:
        outcome.left_out.append(f"{_MANY:,} comments: only in {_LARGE_FROM} runs or more")
        return
    outcome.figures[LARGE] = await _large(trial)
    outcome.demand_at_most(LARGE, LARGE_SECONDS)


async def _all_on(server: Cluster | None, times: int, trial: Trial, outcome: Outcome) -> None:
    kind = "SQLite" if server is None else "PostgreSQL"
    folder = trial.at(kind)
    blog = Blog(await _empty(server, folder), "")
    await old_database(blog.database, _COMMENTS)
    before, kept = await snapshot(blog.database), await filled(blog.database)
    last = await _statements(server, trial)
    for turn in range(times):
        place = last * (2 * turn + 1) // (2 * times)
        await _killed_at(blog, folder, {"dying_at": place})
        outcome.count(KILLED)
        outcome.count(HALF, await snapshot(blog.database) != before)
        outcome.runs += 1
        trial.tell(f"{kind} {turn + 1}/{times}: killed before statement {place} of {last}")
    await _start(blog, folder)
    outcome.count(CHANGED, await snapshot(blog.database, kept) != kept)
    migrated = await filled(blog.database)
    await _start(blog, folder)
    outcome.count(TWICE, await filled(blog.database) != migrated)
    await _too_new(blog, folder, outcome)


async def _empty(server: Cluster | None, folder: Path) -> str:
    if server is None:
        return str(folder / "old.db")
    return await server.empty_database()


async def _statements(server: Cluster | None, trial: Trial) -> int:
    """How many statements a start sends until the migration is through."""
    folder = trial.at("count")
    database = await _empty(server, folder)
    await old_database(database, 1)
    file = folder / "statements"
    async with serving(Blog(database, ""), folder, altered={"counted": str(file)}) as served:
        served.kill()
    return int(file.read_text())


async def _killed_at(blog: Blog, folder: Path, altered: dict[str, Any]) -> None:
    try:
        async with serving(blog, folder, altered=altered):
            pass
    except StartError as error:
        if not str(error).startswith("exit -9"):
            raise


async def _start(blog: Blog, folder: Path) -> None:
    async with serving(blog, folder) as served:
        await served.ready()
        served.stop()


async def _too_new(blog: Blog, folder: Path, outcome: Outcome) -> None:
    """What this version is to a database of a later one."""
    await change(blog.database, "UPDATE alembic_version SET version_num = '9999'")
    try:
        async with serving(blog, folder):
            outcome.count(NOT_REFUSED)
    except StartError as error:
        in_words = str(error).startswith("exit 1:") and "Traceback" not in str(error)
        outcome.count(REFUSED if in_words else NOT_REFUSED)


async def _large(trial: Trial) -> float:
    folder = trial.at("large")
    database = str(folder / "large.db")
    await old_database(database, _MANY)
    trial.tell(f"{_MANY:,} comments made")
    began = time.monotonic()
    async with serving(Blog(database, ""), folder) as served:
        await served.ready()
        return round(time.monotonic() - began, 2)


async def _control(trial: Trial) -> Control:
    """Killed in the same way where each statement is committed by itself."""
    folder = trial.at("control")
    blog = Blog(str(folder / "old.db"), "")
    await old_database(blog.database, 5)
    before = await snapshot(blog.database)
    await _killed_at(blog, folder, {"piecemeal": True, "dying_at": 28})
    half = await snapshot(blog.database) != before
    return Control(f"a commit a statement: {'half' if half else 'not'} migrated", half)


FAULT = Fault(
    id="R-13",
    name="migration killed at statement after statement, repeated, met by an older version",
    promise="rolled back whole, the data equal, a clear refusal, 1 M comments in 60 s",
    quick=2,
    full=200,
    act=act,
)
