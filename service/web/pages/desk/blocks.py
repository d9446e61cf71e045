"""/moderate/blocks: who is kept out now, and letting them in again."""

from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.usecases.list_blocks import list_blocks
from service.usecases.unblock_author import unblock_author
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.pages.desk.author import block_line
from service.web.pages.desk.frame import desk_of, go, page
from service.web.route import Route

ROOM = "/moderate/blocks"
SHOWN = 100


class BlocksQuery(BaseModel):
    """Which site, and what to say."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    cursor: str | None = None
    said: str | None = None
    lang: str | None = None


class UnblockForm(BaseModel):
    """The button beside a block."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    id: str


async def show(call: Call) -> web.Response:
    """Newest first."""
    query: BlocksQuery = call.query
    storage = call.services.storage
    after = read_cursor(query.cursor, "blocks", 1)
    found, more = await list_blocks(
        query.site or None,
        after=after[0] if after else None,
        limit=SHOWN,
        token=call.moderator,
        storage=storage,
        clock=call.services.clock,
    )
    own = {site.id: site for site in await storage.sites.all() if call.moderator.roles.on(site.id)}
    lines = [
        {
            **block_line(call.language, each),
            "site": own[each.site_id].name,
            "can_lift": _may_lift(call, each.site_id),
        }
        for each in found
    ]
    kept = {"site": query.site} if query.site else {}
    return page(
        "blocks",
        desk_of(call, "/moderate/rules"),
        blocks=lines,
        many_sites=len(own) > 1,
        next=None
        if more is None
        else f"{ROOM}?{urlencode({**kept, 'cursor': make_cursor('blocks', more)})}",
    )


async def take(call: Call) -> web.Response:
    """Takes the block back."""
    services = call.services
    await unblock_author(
        call.body.id, by=call.moderator, storage=services.storage, clock=services.clock
    )
    return go(ROOM, said="unblock_done")


def _may_lift(call: Call, site_id: int) -> bool:
    role = call.moderator.roles.on(site_id)
    return role is not None and role.covers(Role.MODERATOR)


def _route(method: Any, name: str, handler: Any, role: Role, **more: Any) -> Route:
    return Route(method, ROOM, name, "Blocks.", role, handler, {200: None}, page=True, **more)


ROUTES: tuple[Route, ...] = (
    _route("GET", "desk_blocks", show, Role.VIEWER, query=BlocksQuery),
    _route("POST", "desk_unblock", take, Role.MODERATOR, body=UnblockForm, form=True),
)
