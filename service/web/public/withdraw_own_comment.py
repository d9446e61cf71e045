"""DELETE /api/v1/comments/{id}: take one's own comment away."""

from aiohttp import web

from service.domain.refusal import told_status
from service.usecases.withdraw_comment import withdraw_comment
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, AUTHOR, Example, Route
from service.web.shown.comment import Withdrawn


async def handle(call: Call) -> web.Response:
    """Taking it away again changes nothing and answers the same."""
    comment = await withdraw_comment(
        call.public_id(),
        call.bearer(),
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(Withdrawn(id=comment.public_id, status=told_status(comment.status)), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/comments/{{id}}",
    name="withdraw_own_comment",
    summary="Withdraw one's own comment for good, by its edit token.",
    access=AUTHOR,
    handler=handle,
    cors=True,
    responses={200: Withdrawn},
    errors={403: ("bad_token", "foreign_origin")},
    example=Example(path={"id": "0" * 32}),
)
