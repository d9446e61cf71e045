"""PATCH /api/v1/admin/sites/{slug}: set a site to something else."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.change_site import NOTHING_SEEN, change_site
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.site import ShownSite, shown_site
from service.web.site_fields import SiteFields, settings_of, settings_seen


class SiteBody(SiteFields):
    """The settings to change; a list takes the place of the one there is. `seen`: what they were
    when somebody chose. Where that is not so any more, nothing is changed."""

    seen: SiteFields | None = None


async def handle(call: Call) -> web.Response:
    """Only what is given is changed. Readers and browsers meet it at once."""
    body: SiteBody = call.body
    services = call.services
    site = await call.on_own_site(call.slug())
    changed = await change_site(
        site,
        settings_of(body),
        seen=NOTHING_SEEN if body.seen is None else settings_seen(body.seen),
        by=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    return answer(shown_site(changed, call.moderator), private=True)


ROUTE = Route(
    method="PATCH",
    path=f"{API}/admin/sites/{{slug}}",
    name="change_site",
    summary="Change settings of a site.",
    access=Role.ADMIN,
    handler=handle,
    body=SiteBody,
    responses={200: ShownSite},
    errors={
        404: ("unknown_site",),
        409: ("setting_changed",),
        422: (
            "bad_edit_minutes",
            "bad_host",
            "bad_name",
            "bad_origin",
            "bad_parameter",
            "control_character",
            "too_long",
            "too_many",
        ),
    },
    example=Example(path={"slug": "blog"}, body={"name": "My blog", "seen": {"edit_minutes": 60}}),
)
