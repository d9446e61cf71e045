"""GET /api/v1/admin/moderators: who may do what."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_accounts import list_moderators
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Route
from service.web.shown.accounts import ModeratorList, shown_moderator


async def handle(call: Call) -> web.Response:
    """Those with a role on a site of one's own."""
    storage = call.services.storage
    sites = await call.own_sites()
    found = await list_moderators(by=call.moderator, storage=storage)
    items = [shown_moderator(one, sites) for one in found]
    return answer(ModeratorList(items=items), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/moderators",
    name="list_moderators",
    summary="The moderators, with their roles.",
    access=Role.OWNER,
    handler=handle,
    responses={200: ModeratorList},
)
