"""POST /api/v1/admin/join: a person who was invited makes himself an account."""

from aiohttp import web

from service.usecases.enrol import accept_invitation
from service.web.admin.accounts.join_by_link import REFUSED, JoinBody, join, joining_as
from service.web.call import Call
from service.web.route import API, PUBLIC, Route
from service.web.shown.accounts import OwnSession


async def handle(call: Call) -> web.Response:
    """An account with the roles that the invitation gives."""
    return await join(call, accept_invitation)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/join",
    name="accept_invitation",
    summary="Accept an invitation: an account of one's own, signed in.",
    access=PUBLIC,
    handler=handle,
    body=JoinBody,
    responses={201: OwnSession},
    errors={
        403: ("bad_link", "foreign_request"),
        409: ("already_exists",),
        422: REFUSED,
    },
    example=joining_as("accept@blog.example"),
)
