"""GET /api/v1/admin/model: what the learned model is worth on this site."""

from dataclasses import asdict

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_model import review_model
from service.web.admin.list_rule_sets import SiteQuery
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import ModelReport


async def handle(call: Call) -> web.Response:
    """Counts, precision and recall over the newest decisions."""
    site = await call.on_own_site(call.query.site)
    review = await review_model(site.id, storage=call.services.storage)
    report = ModelReport(**asdict(review), precision=review.precision, recall=review.recall)
    return answer(report, private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/model",
    name="show_model",
    summary="What the learned model said of texts, against what people then decided.",
    access=Role.VIEWER,
    handler=handle,
    query=SiteQuery,
    responses={200: ModelReport},
    errors={404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("site", "blog"),)),
)
