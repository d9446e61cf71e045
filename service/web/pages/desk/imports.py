"""GET /moderate/imports: bringing comments along from elsewhere; a file is sent in, and what was
imported is seen while it happens, and taken back."""

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import Invalid, Malformed, ReactieError, Unavailable
from service.domain.job import IMPORT, LOOK, Job, JobState
from service.domain.moderator import Role
from service.domain.site import Site
from service.locales import text, when
from service.transfer.importers import IMPORTERS
from service.usecases.job_worker import RUNNER
from service.usecases.review_imports import list_problems, show_import
from service.usecases.start_import import undo_import
from service.web.admin.imports.list_problems import CURSOR
from service.web.admin.uploads.read_fields import ReadFields, read_as
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.errors import sentence_of, status_of
from service.web.pages.desk.frame import Notice, desk_of, go, page, wants_fragment
from service.web.pages.desk.settings import ROOM as SETTINGS
from service.web.principal import check_form
from service.web.reading import read_pairs
from service.web.route import Handler, Route
from service.web.shown.uploads import error_of, state_of
from service.web.uploading import SentForm, receive

ROOM = "/moderate/imports"
SHOWN = 50
TITLES: Mapping[str, str] = {importer.name: importer.title for importer in IMPORTERS}


class ImportsQuery(BaseModel):
    """Into which site."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    lang: str | None = None


class RunQuery(BaseModel):
    """Which part of the report."""

    model_config = ConfigDict(extra="ignore")

    cursor: str | None = None
    lang: str | None = None


class UploadForm(BaseModel):
    """What stands beside the file."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    site: str
    format: str = ""
    as_pending: bool = False


class UndoForm(BaseModel):
    """The button at an import."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None


async def show(call: Call) -> web.Response:
    """The form, and what was imported into the site asked for, else into the first."""
    query: ImportsQuery = call.query
    own = await call.own_sites()
    site = await call.on_own_site(query.site) if query.site else next(iter(own), None)
    return await _page(call, site)


async def take(call: Call) -> web.Response:
    """Takes the file in, and leads to the look at it."""
    sent = SentForm(call)
    call.body = form = read_pairs(UploadForm, await sent.fields())
    await check_form(call)
    site = await call.on_own_site(form.site)
    try:
        asked = read_as(ReadFields(format=form.format, as_pending=form.as_pending), site)
        job = await receive(call, site, sent.file_name, asked, sent.pieces())
    except (Invalid, Malformed, Unavailable) as error:
        return await _page(call, site, error)
    return go(f"/moderate/uploads/{job.public_id}")


async def show_run(call: Call) -> web.Response:
    """How far it is, and what was odd."""
    storage, query = call.services.storage, call.query
    known: dict[str, Any] = {"token": call.moderator, "storage": storage}
    job = await show_import(call.public_id(), **known)
    shown = await _shown(call, job)
    if wants_fragment(call):
        return page("import_run_state", desk_of(call), **shown)
    after = read_cursor(query.cursor, CURSOR, 1)
    start = after[0] if after else 0
    problems, more = await list_problems(job.public_id, after=start, limit=SHOWN, **known)
    following = None if more is None else f"{call.request.path}?cursor={make_cursor(CURSOR, more)}"
    desk = desk_of(call, SETTINGS)
    return page("import_run", desk, **shown, problems=problems, next=following)


async def undo(call: Call) -> web.Response:
    """Starts taking it all back; what still goes on is stopped."""
    services = call.services
    job = await undo_import(
        call.public_id(),
        runner=RUNNER,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    services.import_worker.add(job)
    return go(f"{ROOM}/{job.public_id}")


async def _page(call: Call, site: Site | None, error: ReactieError | None = None) -> web.Response:
    storage = call.services.storage
    jobs = [] if site is None else await storage.jobs.newest((site.id,), IMPORT, SHOWN)
    undone = {job.parameters["undoes"] for job in jobs if "undoes" in job.parameters}
    looks = await storage.jobs.running(LOOK)
    sentence = None if error is None else _sentence(call, error)
    response = page(
        "imports",
        desk_of(call, SETTINGS, notice=None if sentence is None else Notice(sentence, "bad")),
        status=200 if error is None else status_of(error),
        site=site,
        sites=await call.own_sites(),
        formats=TITLES,
        most=call.services.uploads.most,
        too_large=_too_large(call),
        wrong=sentence,
        looks=[_look(call, job) for job in looks if site and job.site_id == site.id],
        runs=[_run(call, job, undone) for job in jobs],
    )
    if error is not None:
        # Perhaps its body was not read to its end: nothing else can come by this line.
        response.force_close()
    return response


async def _shown(call: Call, job: Job) -> dict[str, Any]:
    storage = call.services.storage
    site = await storage.sites.by_id(job.site_id)
    jobs = await storage.jobs.newest((job.site_id,), IMPORT, SHOWN)
    slug = site.slug if site else ""
    undone = {each.parameters["undoes"] for each in jobs if "undoes" in each.parameters}
    position = job.position
    error = error_of(job)
    return {
        "run": _run(call, job, undone),
        "site": site,
        "position": position,
        "counts": position.get("counts", {}),
        "report": position.get("report"),
        "wrong": None if error is None else sentence_of(error, call.language),
        "pages": [
            {**each, "comments": urlencode({"site": slug, "each": "yes", "thread": each["key"]})}
            for each in position.get("pages", ())
        ],
    }


def _run(call: Call, job: Job, undone: set[str]) -> dict[str, Any]:
    position, undoes = job.position, job.parameters.get("undoes")
    is_undo = undoes is not None
    return {
        "id": job.public_id,
        "file": job.parameters["file"],
        "format": TITLES.get(job.parameters.get("format") or "", ""),
        "undoes": undoes,
        "state": "undone" if job.public_id in undone else job.state.value,
        "running": job.state is JobState.RUNNING,
        "done": job.done,
        "total": job.total,
        "made": position["undone"] if is_undo else position["counts"]["created"],
        "left": position.get("left", 0),
        "by": job.created_by,
        "at": when(call.language, job.created_at),
        "undoable": not is_undo and job.public_id not in undone,
    }


def _look(call: Call, job: Job) -> dict[str, str]:
    return {
        "id": job.public_id,
        "file": job.parameters["file"],
        "state": state_of(job),
        "at": when(call.language, job.created_at),
    }


def _sentence(call: Call, error: ReactieError) -> str:
    too_large = error.code == "body_too_large"
    return _too_large(call) if too_large else sentence_of(error, call.language)


def _too_large(call: Call) -> str:
    megabytes = call.services.settings.import_megabytes
    return text(call.language, "desk.import_too_large", most=megabytes)


def _route(
    method: Literal["GET", "POST"], path: str, name: str, handler: Handler, **more: Any
) -> Route:
    return Route(
        method,
        path,
        name,
        "Imports on the desk.",
        Role.ADMIN,
        handler,
        {200: None},
        page=True,
        **more,
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", ROOM, "desk_imports", show, query=ImportsQuery),
    _route("POST", ROOM, "desk_upload", take, upload=True),
    _route("GET", f"{ROOM}/{{id}}", "desk_import", show_run, query=RunQuery),
    _route("POST", f"{ROOM}/{{id}}/undo", "desk_import_undo", undo, body=UndoForm, form=True),
)
