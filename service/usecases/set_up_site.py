"""Set up a site, or bring it to what is asked: the same call again changes nothing."""

from service.domain.moderator import TERMINAL, Principal
from service.domain.ports import Clock, Storage
from service.domain.site import Site
from service.usecases.change_site import change_site
from service.usecases.make_site import make_site
from service.usecases.site_settings import SiteSettings


async def set_up_site(
    slug: str,
    settings: SiteSettings,
    *,
    by: Principal = TERMINAL,
    storage: Storage,
    clock: Clock,
) -> tuple[Site, bool]:
    """Makes the site, or changes what is said and differs. Returns it and whether it is new.
    Raises what `make_site` and `change_site` raise."""
    known = await storage.sites.by_slug(slug)
    if known is None:
        return await make_site(slug, settings, by=by, storage=storage, clock=clock), True
    return await change_site(known, settings, by=by, storage=storage, clock=clock), False
