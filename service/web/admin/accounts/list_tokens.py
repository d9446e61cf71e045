"""GET /api/v1/admin/tokens: the API tokens there are."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_accounts import list_tokens
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Route
from service.web.shown.accounts import TokenList, shown_token


async def handle(call: Call) -> web.Response:
    """One's own and those that may do no more than oneself, without their secrets."""
    storage = call.services.storage
    sites = await call.own_sites()
    found = await list_tokens(by=call.moderator, storage=storage)
    return answer(TokenList(items=[shown_token(one, sites) for one in found]), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/tokens",
    name="list_tokens",
    summary="The API tokens, without their secrets.",
    access=Role.ADMIN,
    handler=handle,
    responses={200: TokenList},
)
