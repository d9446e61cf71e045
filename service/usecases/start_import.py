"""Start an import, or go on with the same one that was cut off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.domain.errors import Invalid, NotFound
from service.domain.identity import new_public_id
from service.domain.job import IMPORT, Job, JobState
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.usecases.preview_import import Counts

KIND = IMPORT


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is imported, and how. `digest` is that of the file: the same file with the same options
    is the same import. `teaches`: what was decided elsewhere teaches the site's model too.
    `partial`: a file that was cut is imported as far as it goes. `reading`: by their names, what a
    person told about the file."""

    site: Site
    file: str
    format: str
    digest: str
    teaches: bool = False
    as_pending: bool = False
    hosts: tuple[str, ...] = ()
    partial: bool = False
    reading: Mapping[str, Any] = field(default_factory=dict)


async def start_import(
    order: ImportOrder,
    total: int,
    report: Mapping[str, Any],
    *,
    runner: str,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> Job:
    """A job that imports `total` threads and comments; `report` is what the preview said. One of
    the same order that was cut off is gone on with. Raises Invalid `import_cut` for a file that
    ended too soon, unless it is to be imported as far as it goes, `import_nothing` for one that
    has no comment, and Unavailable."""
    if report["cut"] and not order.partial:
        raise Invalid("import_cut", "file", file=order.file)
    if not report["records"]:
        raise Invalid("import_nothing", "file", file=order.file)
    asked = {
        "file": order.file,
        "format": order.format,
        "digest": order.digest,
        "teaches": order.teaches,
        "as_pending": order.as_pending,
        "hosts": list(order.hosts),
        "reading": {name: told for name, told in sorted(order.reading.items()) if told},
        "runner": runner,
        "by": [token.public_id, token.name],
    }
    for left in await storage.jobs.running(KIND):
        same = ("format", "digest", "teaches", "as_pending", "hosts", "reading")
        if left.site_id == order.site.id and all(
            left.parameters.get(name) == asked[name] for name in same
        ):
            return left
    job = new_import(order.site.id, total, counted(brief(report)), asked, token, clock())
    return await _add(job, storage)


async def undo_import(
    run: str, *, runner: str, token: Principal, storage: Storage, clock: Clock
) -> Job:
    """A job that takes an import back: what nobody decided on, edited or answered since. A run that
    still goes on is stopped; one that is being taken back already is so by the job that there is.
    Raises NotFound `unknown_import`, and Unavailable."""
    job = await storage.jobs.by_public_id(run)
    is_one = job is not None and job.kind == KIND and "undoes" not in job.parameters
    if job is None or not is_one or token.roles.on(job.site_id) is None:
        raise NotFound("unknown_import")
    for other in await storage.jobs.running(KIND):
        if other.parameters.get("undoes") == run:
            return other
    asked = {
        "undoes": run,
        "file": job.parameters["file"],
        "runner": runner,
        "by": [token.public_id, token.name],
    }
    position = {"after": 0, "undone": 0, "left": 0}
    total = job.position["counts"]["created"]
    undo = new_import(job.site_id, total, position, asked, token, clock())
    return await _add(undo, storage)


def new_import(
    site_id: int,
    total: int,
    position: Mapping[str, Any],
    asked: Mapping[str, Any],
    token: Principal,
    now: int,
) -> Job:
    """A job that imports or, if it is asked to by `undoes`, takes back; not stored yet."""
    return Job(
        public_id=new_public_id(),
        site_id=site_id,
        kind=KIND,
        state=JobState.RUNNING,
        done=0,
        total=total,
        position=position,
        parameters=asked,
        created_by=token.name,
        created_at=now,
        updated_at=now,
    )


def counted(report: Mapping[str, Any]) -> dict[str, Any]:
    """Where an import starts from: nothing is made, and this was said before."""
    return {"counts": Counts().values(), "problems": 0, "report": report}


async def _add(job: Job, storage: Storage) -> Job:
    async def unit(tx: Transaction) -> None:
        if "undoes" in job.parameters:
            await tx.stop_job(job.parameters["undoes"])
        await tx.add_job(job)

    await storage.write(unit)
    return job


def brief(report: Mapping[str, Any]) -> Mapping[str, Any]:
    """The report without its long lists: they are in the rows of the run."""
    counts = {reason: found["count"] for reason, found in report["reasons"].items()}
    pages = {name: count for name, count in report["pages"].items() if name != "items"}
    return {**report, "reasons": counts, "pages": pages}
