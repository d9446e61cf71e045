"""POST /api/v1/admin/sites: a new site."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.make_site import make_site
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.site import ShownSite, shown_site
from service.web.site_fields import SiteFields, settings_of


class NewSiteBody(SiteFields):
    """The site's short name, which stays, and its settings. The hosts of the origins own pages
    too."""

    slug: str


async def handle(call: Call) -> web.Response:
    """For owners of the whole installation."""
    body: NewSiteBody = call.body
    services = call.services
    site = await make_site(
        body.slug,
        settings_of(body),
        by=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    return answer(shown_site(site, call.moderator), 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/sites",
    name="make_site",
    summary="Make a site.",
    access=Role.OWNER,
    handler=handle,
    body=NewSiteBody,
    responses={201: ShownSite},
    errors={
        409: ("already_exists",),
        422: (
            "bad_edit_minutes",
            "bad_host",
            "bad_name",
            "bad_origin",
            "bad_parameter",
            "bad_slug",
            "control_character",
            "too_long",
            "too_many",
        ),
    },
    example=Example(
        body={"slug": "blog", "name": "My blog", "origins": ["https://blog.example"]},
    ),
)
