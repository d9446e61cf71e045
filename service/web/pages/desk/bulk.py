"""POST /moderate/bulk and GET /moderate/bulk/{id}: deciding on many at once, seen before it is
done, watched while it is, and undone as one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action
from service.domain.errors import NotFound
from service.domain.job import Job
from service.domain.moderator import Role
from service.domain.site import Site
from service.usecases.job_worker import RUNNER
from service.usecases.preview_bulk import preview_bulk, status_meant
from service.usecases.start_bulk import KIND, BulkOrder, start_bulk, undo_bulk
from service.web.admin.queue_filter import FilterFields, queue_filter
from service.web.call import Call
from service.web.pages.desk.cards import excerpt_of, name_of
from service.web.pages.desk.frame import desk_of, go, own_path, page, wants_fragment
from service.web.pages.desk.looks import said_seen, seen_on
from service.web.route import Handler, Route

IDS_MAX = 200
QUEUE = "/moderate/queue"


class BulkForm(FilterFields):
    """The ticked cards, or (`all`) everything that the filter finds. Without `sure` the page asks
    first, and shows what it is about. `seen` says how long each site's log was at the look."""

    csrf: str | None = None
    site: str | None = None
    id: Annotated[list[str], Field(max_length=IDS_MAX)] = Field(default_factory=list)
    all: Literal["yes", ""] = ""
    action: Literal["approve", "reject", "spam", "delete", "restore", "keep"]
    seen: str
    sure: Literal["yes", ""] = ""
    back: str | None = None


class UndoBulkForm(BaseModel):
    """The button under a bulk decision."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None


async def ask_or_start(call: Call) -> web.Response:
    """First what it would be about; then the job."""
    form: BulkForm = call.body
    if not form.id and not form.all:
        return go(own_path(form.back) or QUEUE, said="nothing")
    sites = await _sites(call, form)
    if len(sites) > 1:
        return _choose_site(call, form, sites)
    site = sites[0][0]
    services = call.services
    wanted = replace(_wanted(form), seen=seen_on(form.seen, site.slug))
    if not form.sure:
        look = await preview_bulk(site, wanted, storage=services.storage)
        first = [(name_of(each, call.language), excerpt_of(each)) for each in look.first]
        desk = desk_of(call, "/moderate/queue")
        return page(
            "bulk_ask",
            desk,
            form=form,
            back=own_path(form.back) or QUEUE,
            count=look.count,
            seen=said_seen({site.slug: look.seen}),
            first=first,
            site=site,
        )
    order = BulkOrder(site, wanted, Action(form.action), wanted.seen)
    job = await start_bulk(
        order, runner=RUNNER, token=call.moderator, storage=services.storage, clock=services.clock
    )
    services.bulk_worker.add(job)
    return go(f"/moderate/bulk/{job.public_id}")


async def show(call: Call) -> web.Response:
    """How far it is."""
    job = await call.services.storage.jobs.by_public_id(call.public_id())
    if job is None or job.kind != KIND or call.moderator.roles.on(job.site_id) is None:
        raise NotFound("unknown_bulk")
    return _job_page(call, job)


async def undo(call: Call) -> web.Response:
    """Starts taking it all back."""
    services = call.services
    job = await undo_bulk(
        call.public_id(),
        runner=RUNNER,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    services.bulk_worker.add(job)
    return go(f"/moderate/bulk/{job.public_id}")


def _job_page(call: Call, job: Job) -> web.Response:
    action = job.parameters.get("action", "undo")
    shown = {"job": job, "action": action, "running": job.state.value == "running"}
    if wants_fragment(call):
        return page("bulk_state", desk_of(call), **shown)
    return page("bulk", desk_of(call, "/moderate/queue"), **shown)


def _wanted(form: BulkForm) -> QueueFilter:
    if form.id and not form.all:
        return QueueFilter(status=form.status, only=form.only, ids=tuple(form.id))
    return queue_filter(form)


def _choose_site(call: Call, form: BulkForm, sites: Sequence[tuple[Site, int]]) -> web.Response:
    """One job is of one site; what was ticked is not forgotten."""
    kept = form.model_dump(exclude_none=True, include={*FilterFields.model_fields, "id", "all"})
    fields = [
        (name, str(getattr(each, "value", each)))
        for name, value in kept.items()
        for each in (value if isinstance(value, list) else [value])
        if each
    ]
    back = own_path(form.back) or QUEUE
    desk = desk_of(call, QUEUE)
    return page("bulk_site", desk, form=form, fields=fields, sites=sites, back=back)


async def _sites(call: Call, form: BulkForm) -> Sequence[tuple[Site, int]]:
    """The named site; without a name those of all comments that are meant, with how many."""
    if form.site:
        return [(await call.on_own_site(form.site), 0)]
    storage = call.services.storage
    own = await call.own_sites()
    wanted = _wanted(form)
    meant = replace(wanted, status=status_meant(wanted))
    counts = [
        (site, await storage.comments.count(replace(meant, site_ids=(site.id,)))) for site in own
    ]
    found = [(site, count) for site, count in counts if count] or counts[:1]
    if not found:
        raise NotFound("unknown_site", "site")
    return found


def _route(
    method: Literal["GET", "POST"], path: str, name: str, handler: Handler, **more: object
) -> Route:
    role = Role.VIEWER if method == "GET" else Role.MODERATOR
    return Route(
        method,
        path,
        name,
        "Bulk decisions on the desk.",
        role,
        handler,
        {200: None},
        page=True,
        form=method == "POST",
        **more,  # type: ignore[arg-type]
    )


ROUTES: tuple[Route, ...] = (
    _route("POST", "/moderate/bulk", "desk_bulk", ask_or_start, body=BulkForm),
    _route("GET", "/moderate/bulk/{id}", "desk_bulk_state", show),
    _route("POST", "/moderate/bulk/{id}/undo", "desk_bulk_undo", undo, body=UndoBulkForm),
)
