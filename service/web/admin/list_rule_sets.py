"""GET /api/v1/admin/rule-sets: every version of a site's rule set."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import VersionList, shown_version


class SiteQuery(BaseModel):
    """Which site."""

    model_config = ConfigDict(extra="forbid")

    site: str
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """The versions, newest first."""
    site = await call.on_own_site(call.query.site)
    versions = await call.services.storage.rule_sets.all(site.id)
    return answer(VersionList(items=[shown_version(each) for each in versions]), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/rule-sets",
    name="list_rule_sets",
    summary="Every version of a site's rule set, newest first.",
    access=Role.VIEWER,
    handler=handle,
    query=SiteQuery,
    responses={200: VersionList},
    errors={404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("site", "blog"),)),
)
