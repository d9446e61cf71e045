"""Set a site to something else."""

from typing import Any

from service.domain.errors import Conflict, NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.domain.site_event import SiteAct
from service.usecases.site_log import site_event
from service.usecases.site_settings import SETTINGS, SiteSettings, said_settings, site_with

NOTHING_SEEN = SiteSettings()


async def change_site(
    site: Site,
    settings: SiteSettings,
    *,
    seen: SiteSettings = NOTHING_SEEN,
    by: Principal,
    storage: Storage,
    clock: Clock,
) -> Site:
    """The site as it is then. Only what is said is changed, whatever else changed meanwhile.

    `seen` is what somebody saw before he chose: a setting that is something else by now, and not
    what he wants, is left: raises Conflict `setting_changed` with its name and how it is now.
    Raises what `site_with` raises. Each setting that changes is an event of the site's.
    """
    saw = said_settings(seen)
    now = clock()

    async def unit(tx: Transaction) -> Site:
        known = await tx.site(site.id)
        if known is None:
            raise NotFound("unknown_site", "site")
        wanted = site_with(known, settings)
        changed = [name for name in SETTINGS if getattr(known, name) != getattr(wanted, name)]
        for name in changed:
            is_now = getattr(known, name)
            if name in saw and _plain(saw[name]) != _plain(is_now):
                raise Conflict("setting_changed", name, now=_in_words(is_now))
        if changed:
            await tx.change_site(wanted)
        for name in changed:
            steps = {"from": _plain(getattr(known, name)), "to": _plain(getattr(wanted, name))}
            about = (name, name)
            event = site_event(by, site.id, SiteAct.SITE_CHANGED, about, at=now, **steps)
            await tx.log_site_event(event)
        return wanted

    return await storage.write(unit)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else value


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(value) or "–" if isinstance(value, tuple) else str(value)
