"""Long jobs: how far they are."""

from collections.abc import Sequence
from dataclasses import astuple

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.errors import Conflict
from service.domain.job import Job, JobState
from service.storage.reading import Reader
from service.storage.rows import Cells, Values
from service.storage.tables import jobs

_NAMES = [
    "public_id",
    "site_id",
    "kind",
    "state",
    "done",
    "total",
    "position",
    "parameters",
    "created_by",
    "created_at",
    "updated_at",
]
_JOBS = select(*(jobs.c[name] for name in _NAMES))
_ONE = _JOBS.where(jobs.c.public_id == bindparam("job"))
_RUNNING = _JOBS.where(
    jobs.c.kind == bindparam("kind"), jobs.c.state == JobState.RUNNING.value
).order_by(jobs.c.id)


class SqlJobs:
    """`domain.ports.Jobs`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def by_public_id(self, public_id: str) -> Job | None:
        """One job."""
        found = await self._all(_ONE, {"job": public_id})
        return found[0] if found else None

    async def running(self, kind: str) -> Sequence[Job]:
        """Those of the kind that are not at their end, oldest first."""
        return await self._all(_RUNNING, {"kind": kind})

    async def newest(self, site_ids: tuple[int, ...] | None, kind: str, most: int) -> Sequence[Job]:
        """The newest of the kind, on these sites (None: any)."""
        wanted = _JOBS.where(jobs.c.kind == kind).order_by(jobs.c.id.desc()).limit(most)
        if site_ids is not None:
            wanted = wanted.where(jobs.c.site_id.in_(site_ids))
        return await self._all(wanted, {})

    async def _all(self, statement: Select[tuple[object, ...]], wanted: Values) -> Sequence[Job]:
        return [_job_of(row) for row in await self._reader.all(statement, wanted)]


async def add_job(connection: AsyncConnection, id_: int, job: Job) -> None:
    """Adds a job."""
    await connection.execute(insert(jobs), {"id": id_, **_values(job)})


async def advance_job(connection: AsyncConnection, job: Job, done_before: int) -> None:
    """Keeps how far the job is. Raises Conflict `job_moved`."""
    statement = update(jobs).where(
        jobs.c.public_id == job.public_id,
        jobs.c.state == JobState.RUNNING.value,
        jobs.c.done == done_before,
    )
    changed = await connection.execute(statement.values(**_values(job)))
    if changed.rowcount != 1:
        raise Conflict("job_moved")


async def stop_job(connection: AsyncConnection, public_id: str) -> None:
    """Ends a job where it is, if it is running."""
    running = jobs.c.state == JobState.RUNNING.value
    statement = update(jobs).where(jobs.c.public_id == public_id, running)
    await connection.execute(statement.values(state=JobState.STOPPED.value))


def _values(job: Job) -> Values:
    row = dict(zip(_NAMES, astuple(job), strict=True))
    return {**row, "state": job.state.value, "position": dict(job.position)}


def _job_of(cells: Cells) -> Job:
    public_id, site_id, kind, state, *rest = cells
    return Job(public_id, site_id, kind, JobState(state), *rest)
