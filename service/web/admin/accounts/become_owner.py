"""POST /api/v1/admin/welcome: the first owner makes himself an account."""

from aiohttp import web

from service.usecases.enrol import become_owner
from service.web.admin.accounts.join_by_link import REFUSED, JoinBody, join, joining_as
from service.web.call import Call
from service.web.route import API, PUBLIC, Route
from service.web.shown.accounts import OwnSession


async def handle(call: Call) -> web.Response:
    """An account with every role."""
    return await join(call, become_owner)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/welcome",
    name="become_owner",
    summary="Become the first owner, by the link that the server printed.",
    access=PUBLIC,
    handler=handle,
    body=JoinBody,
    responses={201: OwnSession},
    errors={
        403: ("bad_link", "foreign_request"),
        409: ("already_exists", "owner_exists"),
        422: REFUSED,
    },
    example=joining_as("become@blog.example"),
)
