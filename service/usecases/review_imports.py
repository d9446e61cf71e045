"""Look at what was imported."""

from collections.abc import Sequence

from service.domain.errors import NotFound
from service.domain.import_problem import Problem
from service.domain.job import Job
from service.domain.moderator import Principal
from service.domain.ports import Storage
from service.usecases.start_import import KIND


async def show_import(run: str, *, token: Principal, storage: Storage) -> Job:
    """One import, or one that takes another back. Raises NotFound `unknown_import`."""
    job = await storage.jobs.by_public_id(run)
    if job is None or job.kind != KIND or token.roles.on(job.site_id) is None:
        raise NotFound("unknown_import")
    return job


async def list_problems(
    run: str, *, after: int, limit: int, token: Principal, storage: Storage
) -> tuple[Sequence[Problem], int | None]:
    """The next rows of an import's report, and the place to go on from. Raises NotFound
    `unknown_import`."""
    job = await show_import(run, token=token, storage=storage)
    rows = await storage.imports.problems(job.public_id, after, limit + 1)
    some = rows[:limit]
    following = some[-1][0] if len(rows) > limit else None
    return [problem for _, problem in some], following
