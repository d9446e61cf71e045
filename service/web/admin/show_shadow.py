"""GET /api/v1/admin/shadow: what the rule set in the shadow would have done."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_shadow import review_shadow, review_shadow_rules
from service.web.admin.list_rule_sets import SiteQuery
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import ShadowReport, ShownRuleCount, shown_tally, shown_version


async def handle(call: Call) -> web.Response:
    """The tally since the version went into the shadow, and the rules without a vote."""
    site = await call.on_own_site(call.query.site)
    version, tally = await review_shadow(site, storage=call.services.storage)
    counts = await review_shadow_rules(site, storage=call.services.storage)
    report = ShadowReport(
        version=None if version is None else shown_version(version),
        result=shown_tally(tally),
        rules=[ShownRuleCount(**count._asdict()) for count in counts],
    )
    return answer(report, private=True)


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
