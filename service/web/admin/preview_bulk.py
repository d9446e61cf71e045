"""POST /api/v1/admin/bulk/preview: what would a bulk decision be about?"""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.preview_bulk import preview_bulk
from service.web.admin.bulk_sent import Selection, selected
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.bulk import BulkPreview
from service.web.shown.review import card


async def handle(call: Call) -> web.Response:
    """Changes nothing."""
    body: Selection = call.body
    site = await call.on_own_site(body.site)
    seen = await preview_bulk(site, selected(body), storage=call.services.storage)
    cards = [card(each, call.language) for each in seen.first]
    shown = BulkPreview(count=seen.count, seen=seen.seen, items=cards)
    return answer(shown, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/bulk/preview",
    name="preview_bulk",
    summary="What a bulk decision would be about.",
    access=Role.VIEWER,
    handler=handle,
    body=Selection,
    responses={200: BulkPreview},
    errors={
        404: ("unknown_site",),
        422: (
            "blank_filter",
            "control_character",
        ),
    },
    example=Example(body={"site": "blog", "status": "pending"}),
)
