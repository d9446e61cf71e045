"""POST /api/v1/admin/threads/{id}/merge: two addresses turned out to be one page."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.usecases.merge_threads import merge_threads
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.thread import ShownMerged, shown_merged


class MergeBody(BaseModel):
    """Where to: the other page's id, or an address of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    into: str


async def handle(call: Call) -> web.Response:
    """All comments go along, whatever their status, and every address."""
    body: MergeBody = call.body
    merged = await merge_threads(
        call.public_id(),
        body.into,
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(shown_merged(merged), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/threads/{{id}}/merge",
    name="merge_threads",
    summary="Merge a page into another one: its comments and addresses become the other's.",
    access=Role.ADMIN,
    handler=handle,
    body=MergeBody,
    responses={200: ShownMerged},
    errors={
        404: ("unknown_target", "unknown_thread"),
        422: ("bad_page", "control_character", "foreign_page", "merge_with_itself", "other_site"),
    },
    example=Example(path={"id": "0" * 32}, body={"into": "/2015/02/co-creatie.html"}),
)
