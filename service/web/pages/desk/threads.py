"""GET /moderate/threads: the pages with comments, and one of them: closed, renamed, merged."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.errors import Conflict, Invalid, NotFound, ReactieError
from service.domain.moderator import Role
from service.domain.thread import ListedThread
from service.locales import when
from service.usecases.close_thread import close_thread
from service.usecases.merge_threads import merge_threads, preview_merge
from service.usecases.rename_thread import rename_thread
from service.usecases.review_threads import list_threads, show_thread
from service.usecases.undo_merge import undo_merge
from service.web import typed
from service.web.admin.threads.rename_thread import TITLE_MAX
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.errors import sentence_of, status_of
from service.web.pages.desk.frame import Notice, desk_of, go, own_path, page
from service.web.route import Handler, Route
from service.web.shown.times import iso

ROOM = "/moderate/threads"
SHOWN = 50


class ThreadsQuery(BaseModel):
    """Which pages."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    q: Annotated[str, Field(max_length=500)] = ""
    closed: Literal["true", "false", ""] = ""
    cursor: str | None = None
    said: str | None = None
    lang: str | None = None


class ThreadQuery(BaseModel):
    """What to say."""

    model_config = ConfigDict(extra="ignore")

    said: str | None = None
    lang: str | None = None


class StateForm(BaseModel):
    """The button that closes a page, or opens it; `back` is where it stood."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    act: Literal["close", "open"]
    back: str | None = None


class RenameForm(BaseModel):
    """The page's address and title as they shall be."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    address: str
    title: str = ""


class MergeForm(BaseModel):
    """The address of the page that this one shall go into. Without `sure` the desk asks first."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    into: str
    sure: Literal["yes", ""] = ""


class UndoMergeForm(BaseModel):
    """The button at a merge."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None


async def show_all(call: Call) -> web.Response:
    """A page of them, those newest first that were made last."""
    query: ThreadsQuery = call.query
    after = read_cursor(query.cursor, "threads", 1)
    storage = call.services.storage
    found, more = await list_threads(
        query.q,
        closed=None if not query.closed else query.closed == "true",
        site_slug=query.site or None,
        after=after[0] if after else None,
        limit=SHOWN,
        token=call.moderator,
        storage=storage,
    )
    said = {"site": query.site, "q": query.q, "closed": query.closed}
    kept = {name: value for name, value in said.items() if value}
    here = {**kept, "cursor": query.cursor} if query.cursor else kept
    following = None if more is None else {**kept, "cursor": make_cursor("threads", more)}
    sites = [one for one in await storage.sites.all() if call.moderator.roles.on(one.id)]
    return page(
        "threads",
        replace(desk_of(call, ROOM), many_sites=len(sites) > 1),
        query=query,
        filtered=bool(kept),
        sites=sites,
        threads=[_row(call, each) for each in found],
        here=f"{ROOM}?{urlencode(here)}" if here else ROOM,
        next=None if following is None else f"{ROOM}?{urlencode(following)}",
    )


async def show_one(call: Call) -> web.Response:
    """One of them."""
    return await _page(call)


async def set_state(call: Call) -> web.Response:
    """Closes it or opens it."""
    form: StateForm = call.body
    await close_thread(call.public_id(), closed=form.act == "close", **_known(call))
    said = "thread_closed" if form.act == "close" else "thread_opened"
    return go(own_path(form.back) or f"{ROOM}/{call.public_id()}", said=said)


async def rename(call: Call) -> web.Response:
    """What cannot be comes back as it was typed."""
    form: RenameForm = call.body
    try:
        title = typed.line("title", form.title, TITLE_MAX) or ""
        await rename_thread(call.public_id(), address=form.address, title=title, **_known(call))
    except (Conflict, Invalid) as error:
        return await _page(call, error, address=form.address, title=form.title)
    return go(f"{ROOM}/{call.public_id()}", said="saved")


async def merge(call: Call) -> web.Response:
    """First what it would be about; then it is done."""
    form: MergeForm = call.body
    known = _known(call)
    try:
        if form.sure:
            merged = await merge_threads(call.public_id(), form.into, **known)
            return go(f"{ROOM}/{merged.thread.thread.public_id}", said="merged")
        del known["clock"]
        one, other = await preview_merge(call.public_id(), form.into, **known)
    except (Invalid, NotFound) as error:
        # What is gone itself is told of by the page that is asked for.
        return await _page(call, error, into=form.into)
    return page("merge_ask", desk_of(call, ROOM), one=_row(call, one), other=_row(call, other))


async def unmerge(call: Call) -> web.Response:
    """Leads to the page that stands alone again."""
    listed = await undo_merge(call.public_id(), **_known(call))
    return go(f"{ROOM}/{listed.thread.public_id}", said="unmerged")


async def _page(call: Call, error: ReactieError | None = None, **said: str) -> web.Response:
    story = await show_thread(call.public_id(), token=call.moderator, storage=call.services.storage)
    thread = story.listed.thread
    notice = None if error is None else Notice(sentence_of(error, call.language), "bad")
    role = call.moderator.roles.on(thread.site_id)
    return page(
        "thread",
        desk_of(call, ROOM, notice=notice),
        status=200 if error is None else status_of(error),
        thread=_row(call, story.listed),
        others=[key for key in story.addresses if key != thread.key],
        merges=[
            {"id": each.public_id, "name": each.thread.name, "key": each.thread.key,
             "at": when(call.language, each.at)}
            for each in story.merges
        ],
        field=None if error is None else error.field,
        said={"address": thread.key, "title": thread.title or "", "into": "", **said},
        is_admin=role is not None and role.covers(Role.ADMIN),
    )  # fmt: skip


def _row(call: Call, listed: ListedThread) -> dict[str, Any]:
    thread, newest = listed.thread, listed.newest_at
    role = call.moderator.roles.on(thread.site_id)
    url = thread.url or ""
    return {
        "id": thread.public_id,
        "name": thread.name,
        "key": thread.key,
        "url": url if url.startswith(("http://", "https://")) else None,
        "site": listed.site,
        "closed": thread.closed_at is not None,
        "published": listed.published,
        "pending": listed.pending,
        "newest": None if newest is None else when(call.language, newest),
        "moment": None if newest is None else iso(newest),
        "comments": urlencode({"site": listed.site, "each": "yes", "thread": thread.key}),
        "can_close": role is not None and role.covers(Role.MODERATOR),
    }


def _known(call: Call) -> dict[str, Any]:
    services = call.services
    return {"by": call.moderator, "storage": services.storage, "clock": services.clock}


def _route(
    method: Literal["GET", "POST"], path: str, name: str, handler: Handler, role: Role, **more: Any
) -> Route:
    return Route(
        method, path, name, "Pages with comments.", role, handler, {200: None}, page=True, **more
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", ROOM, "desk_threads", show_all, Role.VIEWER, query=ThreadsQuery),
    _route("GET", f"{ROOM}/{{id}}", "desk_thread", show_one, Role.VIEWER, query=ThreadQuery),
    _route(
        "POST", f"{ROOM}/{{id}}/state", "desk_thread_state", set_state, Role.MODERATOR,
        body=StateForm, form=True,
    ),
    _route(
        "POST", f"{ROOM}/{{id}}/rename", "desk_thread_rename", rename, Role.ADMIN,
        body=RenameForm, form=True,
    ),
    _route(
        "POST", f"{ROOM}/{{id}}/merge", "desk_merge", merge, Role.ADMIN, body=MergeForm, form=True
    ),
    _route(
        "POST", "/moderate/merges/{id}/undo", "desk_unmerge", unmerge, Role.ADMIN,
        body=UndoMergeForm, form=True,
    ),
)  # fmt: skip
