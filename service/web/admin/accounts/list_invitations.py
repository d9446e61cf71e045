"""GET /api/v1/admin/invitations: who was invited and did not come yet."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_accounts import list_invitations
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Route
from service.web.shown.accounts import InvitationList, shown_invitation


async def handle(call: Call) -> web.Response:
    """Those that can still be used, without their secrets."""
    storage = call.services.storage
    sites = await call.own_sites()
    found = await list_invitations(by=call.moderator, storage=storage, clock=call.services.clock)
    items = [shown_invitation(link, sites) for link in found]
    return answer(InvitationList(items=items), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/invitations",
    name="list_invitations",
    summary="The invitations that were not used yet.",
    access=Role.OWNER,
    handler=handle,
    responses={200: InvitationList},
)
