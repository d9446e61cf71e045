"""GET /api/v1/admin/comments/{id}/author: who wrote a comment, as far as that can be known.

By a comment, so that no name and no network stands in an address.
"""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.show_author import show_author
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.author import KnownAuthor, known_author


async def handle(call: Call) -> web.Response:
    """His comments, his record, his blocks and notes; and who may be he, or beside him."""
    services = call.services
    panel = await show_author(
        call.public_id(),
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
        rule_book=services.rule_book,
    )
    return answer(known_author(panel), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/comments/{{id}}/author",
    name="show_author",
    summary="The author of a comment: what is proven, what is not, blocks and notes.",
    access=Role.VIEWER,
    handler=handle,
    responses={200: KnownAuthor},
    errors={404: ("unknown_comment",)},
    example=Example(path={"id": "0" * 32}),
)
