"""Long jobs: how far they are."""

from collections.abc import Sequence

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection

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
_ASKED_BRIEFLY = ("since", "until", "action", "undoes", "file", "format")
"""A replay's window, what a bulk job does, and what is imported."""
_JOBS = select(*(jobs.c[name] for name in _NAMES))
# Without the rule set that was asked about: with a word list in it, it is megabytes.
_BRIEF = _JOBS.with_only_columns(
    *(jobs.c[name] for name in _NAMES if name != "parameters"),
    *(jobs.c.parameters[name].as_string() for name in _ASKED_BRIEFLY),
)
_ONE_BRIEF = _BRIEF.where(jobs.c.public_id == bindparam("job"))
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

    async def brief(self, public_id: str) -> Job | None:
        """One job; of what was asked only what is short."""
        rows = await self._reader.all(_ONE_BRIEF, {"job": public_id})
        return _brief_of(rows[0]) if rows else None

    async def running(self, kind: str) -> Sequence[Job]:
        """Those of the kind that are not at their end, oldest first."""
        return await self._all(_RUNNING, {"kind": kind})

    async def newest(self, site_ids: tuple[int, ...] | None, kind: str, most: int) -> Sequence[Job]:
        """The newest of the kind, on these sites (None: any); what was asked only in short."""
        wanted = _BRIEF.where(jobs.c.kind == kind).order_by(jobs.c.id.desc()).limit(most)
        if site_ids is not None:
            wanted = wanted.where(jobs.c.site_id.in_(site_ids))
        return [_brief_of(row) for row in await self._reader.all(wanted, {})]

    async def _all(self, statement: Select[tuple[object, ...]], wanted: Values) -> Sequence[Job]:
        return [_job_of(row) for row in await self._reader.all(statement, wanted)]


async def add_job(connection: AsyncConnection, id_: int, job: Job) -> None:
    """Adds a job."""
    values = {name: getattr(job, name) for name in _NAMES} | {"state": job.state.value}
    await connection.execute(insert(jobs), {"id": id_, **values})


async def advance_job(connection: AsyncConnection, job: Job, done_before: int) -> None:
    """Keeps how far the job is. Raises Conflict `job_moved`.

    What was asked stays as it is: with a word list in it, it is megabytes.
    """
    statement = (
        update(jobs)
        .where(
            jobs.c.public_id == job.public_id,
            jobs.c.state == JobState.RUNNING.value,
            jobs.c.done == done_before,
        )
        .values(
            state=job.state.value,
            done=job.done,
            total=job.total,
            position=dict(job.position),
            updated_at=job.updated_at,
        )
    )
    changed = await connection.execute(statement)
    if changed.rowcount != 1:
        raise Conflict("job_moved")


async def stop_job(connection: AsyncConnection, public_id: str) -> None:
    """Ends a job where it is, if it is running."""
    running = jobs.c.state == JobState.RUNNING.value
    statement = update(jobs).where(jobs.c.public_id == public_id, running)
    await connection.execute(statement.values(state=JobState.STOPPED.value))


def _job_of(cells: Cells) -> Job:
    public_id, site_id, kind, state, *rest = cells
    return Job(public_id, site_id, kind, JobState(state), *rest)


def _brief_of(cells: Cells) -> Job:
    public_id, site_id, kind, state, done, total, position, *rest = cells[: len(_NAMES) - 1]
    said = zip(_ASKED_BRIEFLY, cells[len(_NAMES) - 1 :], strict=True)
    asked = {
        name: int(value) if name in ("since", "until") else value
        for name, value in said
        if value is not None
    }
    return Job(public_id, site_id, kind, JobState(state), done, total, position, asked, *rest)
