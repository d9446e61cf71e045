"""GET /api/v1/admin/blocks: who is kept out now."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.usecases.list_blocks import list_blocks
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.author import BlockList, shown_block


class BlocksQuery(BaseModel):
    """Which site, by default all that the token may see."""

    model_config = ConfigDict(extra="forbid")

    site: str | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """A page of the blocks that hold now, newest first."""
    query: BlocksQuery = call.query
    after = read_cursor(query.cursor, "blocks", 1)
    storage = call.services.storage
    found, more = await list_blocks(
        query.site,
        after=after[0] if after else None,
        limit=query.limit,
        token=call.moderator,
        storage=storage,
        clock=call.services.clock,
    )
    named = {site.id: site.slug for site in await storage.sites.all()}
    items = [shown_block(block, named[block.site_id]) for block in found]
    following = None if more is None else make_cursor("blocks", more)
    return answer(BlockList(items=items, next=following), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/blocks",
    name="list_blocks",
    summary="The blocks that hold now, newest first.",
    access=Role.VIEWER,
    handler=handle,
    query=BlocksQuery,
    responses={200: BlockList},
    errors={400: ("bad_cursor",), 404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("limit", "10"),)),
)
