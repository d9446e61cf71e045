"""GET /moderate/uploads/{id}: what importing a file would do, before it is done."""

import re
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.errors import Conflict, Invalid, NotFound, ReactieError
from service.domain.job import Job
from service.domain.moderator import Role
from service.usecases.import_upload import import_upload
from service.usecases.look_at_upload import leave_upload, look_again, show_look
from service.web.admin.uploads.read_fields import ReadFields, read_as
from service.web.call import Call
from service.web.errors import sentence_of, status_of
from service.web.pages.desk.frame import Notice, desk_of, go, page, wants_fragment
from service.web.pages.desk.imports import ROOM, TITLES
from service.web.pages.desk.settings import ROOM as SETTINGS
from service.web.route import Handler, Route
from service.web.shown.uploads import error_of, state_of

_BETWEEN = re.compile(r"[\s,]+")


class LookForm(BaseModel):
    """What is to be done with the file: imported, looked at again as the fields say, or left."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    act: Literal["again", "import", "leave"]
    teach: bool = False
    partial: bool = False
    format: str = ""
    hosts: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
    more_hosts: str = ""
    as_pending: bool = False
    base_url: str = ""
    page_pattern: str = ""
    blog: str = ""
    zone: str = ""
    date_format: str = ""
    columns: str = ""


async def show(call: Call) -> web.Response:
    """How far the look is, then what it says."""
    storage = call.services.storage
    job = await show_look(call.public_id(), token=call.moderator, storage=storage)
    run = job.position.get("run")
    return await _page(call, job) if run is None else go(f"{ROOM}/{run}")


async def take(call: Call) -> web.Response:
    """Does what the button says. What cannot be comes back as it was typed."""
    form: LookForm = call.body
    services = call.services
    known: dict[str, Any] = {
        "token": call.moderator,
        "storage": services.storage,
        "clock": services.clock,
    }
    look = call.public_id()
    job = await show_look(look, token=call.moderator, storage=services.storage)
    try:
        if form.act == "leave":
            await leave_upload(look, uploads=services.uploads, **known)
            return go(ROOM, site=await _slug(call, job))
        if form.act == "import":
            run = await import_upload(look, teaches=form.teach, partial=form.partial, **known)
            services.upload_worker.wake()
            return go(f"{ROOM}/{run.public_id}")
        again = await _again(call, job, form, known)
    except (Conflict, Invalid) as error:
        return await _page(call, job, form, error)
    return go(f"/moderate/uploads/{again.public_id}")


async def _again(call: Call, job: Job, form: LookForm, known: dict[str, Any]) -> Job:
    site = await call.on_own_site(await _slug(call, job))
    said = ReadFields(
        format=form.format,
        hosts=[each for each in (*form.hosts, *_BETWEEN.split(form.more_hosts)) if each],
        as_pending=form.as_pending,
        base_url=form.base_url,
        page_pattern=form.page_pattern,
        blog=form.blog,
        zone=form.zone,
        date_format=form.date_format,
        columns=[line for line in form.columns.splitlines() if line.strip()],
    )
    again = await look_again(job.public_id, read_as(said, site), **known)
    call.services.look_worker.wake()
    return again


async def _page(
    call: Call, job: Job, form: LookForm | None = None, error: ReactieError | None = None
) -> web.Response:
    failure = error_of(job)
    shown = {
        "job": job,
        "slug": await _slug(call, job),
        "state": state_of(job),
        "title": TITLES.get(job.parameters["format"], ""),
        "report": job.position.get("report"),
        "wrong": None if failure is None else sentence_of(failure, call.language),
        "formats": TITLES,
        "field": None if error is None else error.field,
        "said": _said(job) if form is None or form.act != "again" else form.model_dump(),
        "proposed": job.position.get("hosts", []),
    }
    if wants_fragment(call):
        return page("import_look_state", desk_of(call), **shown)
    notice = None if error is None else Notice(sentence_of(error, call.language), "bad")
    return page(
        "import_look",
        desk_of(call, SETTINGS, notice=notice),
        status=200 if error is None else status_of(error),
        **shown,
    )


def _said(job: Job) -> dict[str, Any]:
    reading = job.parameters["reading"]
    columns = "\n".join("=".join(pair) for pair in reading["columns"])
    return {**reading, "format": reading["form"], "columns": columns, "more_hosts": ""}


async def _slug(call: Call, job: Job) -> str:
    site = await call.services.storage.sites.by_id(job.site_id)
    if site is None:
        raise NotFound("unknown_upload")
    return site.slug


def _route(method: Literal["GET", "POST"], name: str, handler: Handler, **more: Any) -> Route:
    return Route(
        method,
        "/moderate/uploads/{id}",
        name,
        "Files sent in, on the desk.",
        Role.ADMIN,
        handler,
        {200: None},
        page=True,
        **more,
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", "desk_look", show),
    _route("POST", "desk_look_sent", take, body=LookForm, form=True),
)
