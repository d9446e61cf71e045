"""GET /api/v1/admin/shadow: what the rule set in the shadow would have done."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_shadow import review_shadow
from service.web.admin.list_rule_sets import SiteQuery
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import ShadowReport, shown_tally, shown_version


async def handle(call: Call) -> web.Response:
    """The tally since the version went into the shadow."""
    site = await call.on_own_site(call.query.site)
    version, tally = await review_shadow(site, storage=call.services.storage)
    shown = None if version is None else shown_version(version)
    return answer(ShadowReport(version=shown, result=shown_tally(tally)), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/shadow",
    name="show_shadow",
    summary="What the rule set in the shadow would have done, against what people decided.",
    access=Role.VIEWER,
    handler=handle,
    query=SiteQuery,
    responses={200: ShadowReport},
    errors={404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("site", "blog"),)),
)
