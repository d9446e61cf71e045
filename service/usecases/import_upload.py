"""Import a file that was sent in and looked at."""

from service.domain.errors import Conflict, Invalid
from service.domain.job import Job, JobState
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.upload import RUNNER
from service.usecases.look_at_upload import end_look, show_look
from service.usecases.start_import import brief, counted, new_import


async def import_upload(
    look: str,
    *,
    teaches: bool,
    partial: bool,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> Job:
    """A job that makes what the look said. `teaches` and `partial` are as in `ImportOrder`. It is
    started once, however often this is asked for.

    Raises NotFound `unknown_upload`; Conflict `upload_not_ready` before the look is at its end, and
    `upload_gone` after it was started or left; Invalid as `start_import` does.
    """
    seen = await show_look(look, token=token, storage=storage)
    if seen.state is not JobState.RUNNING:
        raise Conflict("upload_gone")
    asked, report = seen.parameters, seen.position.get("report")
    if report is None:
        raise Conflict("upload_not_ready")
    if report["cut"] and not partial:
        raise Invalid("import_cut", "partial", file=asked["file"])
    if not report["records"]:
        raise Invalid("import_nothing", "file", file=asked["file"])
    reading = asked["reading"]
    parameters = {
        **{name: asked[name] for name in ("upload", "file", "format", "digest", "reading")},
        "teaches": teaches,
        "as_pending": reading["as_pending"],
        "hosts": list(reading["hosts"]),
        "runner": RUNNER,
        "by": [token.public_id, token.name],
    }
    position = {**counted(brief(report)), "pages": report["pages"]["items"]}
    job = new_import(seen.site_id, seen.position["total"], position, parameters, token, clock())

    async def unit(tx: Transaction) -> None:
        await end_look(tx, seen, JobState.DONE, {"run": job.public_id}, clock())
        await tx.add_job(job)

    await storage.write(unit)
    return job
