"""Look at a file that was sent in before anything is made of it: start that, see it, look again
otherwise, or leave it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.domain.errors import Conflict, NotFound
from service.domain.identity import new_public_id
from service.domain.job import LOOK, Job, JobState
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.domain.upload import READING, ReadAs, Upload, Uploads


async def start_look(
    upload: Upload,
    form: str,
    site: Site,
    asked: ReadAs,
    *,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> Job:
    """A job that reads the file, which `form` is the format of, and reports what importing it would
    do. Its file stays until somebody imports or leaves it, or nobody did for long."""
    parameters = {
        "recognised": "" if asked.form else form,
        "upload": upload.name,
        "file": upload.label,
        "size": upload.size,
        "digest": upload.digest,
        "format": form,
        "reading": asked.values(),
        "by": [token.public_id, token.name],
    }
    job = _look(site.id, parameters, token, clock())

    async def unit(tx: Transaction) -> None:
        await tx.add_job(job)

    await storage.write(unit)
    return job


async def look_again(
    look: str, asked: ReadAs, *, token: Principal, storage: Storage, clock: Clock
) -> Job:
    """The same with other words on how the file is read, in place of that look. Raises NotFound
    `unknown_upload`, and Conflict `upload_gone` when its file is not here any more."""
    before = await show_look(look, token=token, storage=storage)
    by = [token.public_id, token.name]
    form = asked.form or before.parameters.get("recognised", "")
    said = {"format": form, "reading": asked.values(), "by": by}
    parameters = {**before.parameters, **said}
    job = _look(before.site_id, parameters, token, clock())

    async def unit(tx: Transaction) -> None:
        await end_look(tx, before, JobState.STOPPED, {}, clock())
        await tx.add_job(job)

    await storage.write(unit)
    return job


async def leave_upload(
    look: str, *, uploads: Uploads, token: Principal, storage: Storage, clock: Clock
) -> None:
    """Nothing is made of the file, and it goes. Raises as `look_again`."""
    job = await show_look(look, token=token, storage=storage)

    async def unit(tx: Transaction) -> None:
        await end_look(tx, job, JobState.STOPPED, {}, clock())

    await storage.write(unit)
    await uploads.remove(job.parameters["upload"])


async def show_look(look: str, *, token: Principal, storage: Storage) -> Job:
    """How far a look is. Raises NotFound `unknown_upload`."""
    job = await storage.jobs.by_public_id(look)
    if job is None or job.kind != LOOK or token.roles.on(job.site_id) is None:
        raise NotFound("unknown_upload")
    return job


async def end_look(
    tx: Transaction, job: Job, state: JobState, said: Mapping[str, Any], at: int
) -> None:
    """Ends a look that runs, and keeps what is said of it. Raises Conflict `upload_gone`."""
    ended = replace(job, state=state, position={**job.position, **said}, updated_at=at)
    try:
        await tx.advance_job(ended, job.done)
    except Conflict as error:
        raise Conflict("upload_gone") from error


def _look(site_id: int, parameters: Mapping[str, Any], token: Principal, now: int) -> Job:
    return Job(
        public_id=new_public_id(),
        site_id=site_id,
        kind=LOOK,
        state=JobState.RUNNING,
        done=0,
        total=0,
        position={"stage": READING, "read": 0, "size": 0, "records": 0},
        parameters=parameters,
        created_by=token.name,
        created_at=now,
        updated_at=now,
    )
