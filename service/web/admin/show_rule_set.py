"""GET /api/v1/admin/rule-sets/{version}: one version, with all that it says."""

from aiohttp import web

from service.domain.errors import NotFound
from service.domain.moderator import Role
from service.web.admin.list_rule_sets import SiteQuery
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import WholeVersion, whole_version


async def handle(call: Call) -> web.Response:
    """The version with its content."""
    site = await call.on_own_site(call.query.site)
    found = await call.services.storage.rule_sets.version(site.id, call.version())
    if found is None:
        raise NotFound("unknown_rule_set", "version")
    return answer(whole_version(found), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/rule-sets/{{version}}",
    name="show_rule_set",
    summary="One version of a site's rule set.",
    access=Role.VIEWER,
    handler=handle,
    query=SiteQuery,
    responses={200: WholeVersion},
    errors={404: ("unknown_rule_set", "unknown_site"), 422: ("control_character",)},
    example=Example(path={"version": "1"}, query=(("site", "blog"),)),
)
