"""POST /api/v1/admin/blocks: keep an author out for a while, or for ever."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.author import MarkKind
from service.domain.moderator import Role
from service.usecases.block_author import MONTH_MS, block_author
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.author import ShownBlock, shown_block
from service.web.shown.times import Moment

REASON_MAX = 200


class BlockBody(BaseModel):
    """Whoever has this mark of the author of `comment` is kept out, in place of an earlier block on
    it. `until` in UTC milliseconds: null is for ever, and what is not said is 30 days."""

    model_config = ConfigDict(extra="forbid")

    comment: str
    kind: MarkKind
    until: Moment | None = None
    reason: str | None = None


async def handle(call: Call) -> web.Response:
    """What he sends from now on is rejected, with this block as the reason; nothing is deleted."""
    body: BlockBody = call.body
    services = call.services
    is_said = "until" in body.model_fields_set
    block = await block_author(
        body.comment,
        body.kind,
        until=body.until if is_said else services.clock() + MONTH_MS,
        reason=typed.line("reason", body.reason, REASON_MAX),
        by=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    site = await services.storage.sites.by_id(block.site_id)
    return answer(shown_block(block, site.slug if site else ""), 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/blocks",
    name="block_author",
    summary="Block the author of a comment, until a moment or for ever.",
    access=Role.MODERATOR,
    handler=handle,
    body=BlockBody,
    responses={201: ShownBlock},
    errors={
        404: ("unknown_comment",),
        409: ("already_exists",),
        422: ("already_over", "control_character", "no_such_mark", "too_long"),
    },
    example=Example(body={"comment": "0" * 32, "kind": "name", "reason": "advertising"}),
)
