"""Make a site."""

import re
import secrets

from service.domain.errors import Forbidden, Invalid
from service.domain.moderator import Principal, Role
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.domain.site_event import SiteAct
from service.usecases.site_log import site_event
from service.usecases.site_settings import SiteSettings, site_with

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_SLUG_SHOWN = 200


async def make_site(
    slug: str, settings: SiteSettings, *, by: Principal, storage: Storage, clock: Clock
) -> Site:
    """The new site, with defaults for what is not said. It belongs to the whole installation, so
    that is whose owner it takes: raises Forbidden `role_too_low`.

    Raises Invalid `bad_slug` and what `site_with` says; Conflict `already_exists`.
    """
    everywhere = by.roles.everywhere
    if everywhere is not Role.OWNER:
        raise Forbidden(
            "role_too_low", None, role=str(everywhere or "none"), needed=Role.OWNER.value
        )
    if not _SLUG.fullmatch(slug):
        raise Invalid("bad_slug", "slug", slug=slug[:_SLUG_SHOWN])
    plain = Site(0, slug, slug, "en", (), (), secrets.token_bytes(32))
    wanted = site_with(plain, settings)
    now = clock()

    async def unit(tx: Transaction) -> Site:
        made = await tx.add_site(wanted)
        about = (made.slug, made.name)
        await tx.log_site_event(site_event(by, made.id, SiteAct.SITE_MADE, about, at=now))
        return made

    return await storage.write(unit)
