"""GET /api/v1/admin/comments/{id}: one comment with its whole story."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_comments import show_comment
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.review import Story, story


async def handle(call: Call) -> web.Response:
    """All its revisions with their findings, and every decision on it."""
    whole = await show_comment(
        call.public_id(), token=call.moderator, storage=call.services.storage
    )
    call.site = await call.services.storage.sites.by_id(whole.reviewed.comment.site_id)
    return answer(story(whole, call.language), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/comments/{{id}}",
    name="show_comment",
    summary="One comment with its revisions, findings and decisions.",
    access=Role.VIEWER,
    handler=handle,
    responses={200: Story},
    errors={404: ("unknown_comment",)},
    example=Example(path={"id": "0" * 32}),
)
