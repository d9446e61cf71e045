"""Make and read the log of what happened to sites apart from decisions on comments."""

from collections.abc import Sequence
from typing import Any

from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Storage
from service.domain.site_event import SiteAct, SiteEvent
from service.usecases.review_comments import visible_sites


def site_event(
    by: Principal,
    site_id: int,
    act: SiteAct,
    about: tuple[str, str] | None = None,
    *,
    at: int,
    undoes: str | None = None,
    **details: Any,
) -> SiteEvent:
    """One event for `Transaction.log_site_event`; `about` is an id and a name, `details` are JSON
    values: what the act's sentence needs, and what undoing it does."""
    about_id, about_name = about or (None, None)
    return SiteEvent(
        public_id=new_public_id(),
        site_id=site_id,
        at=at,
        act=act,
        actor_id=by.public_id,
        actor_name=by.name,
        about_id=about_id,
        about_name=about_name,
        details=details,
        undoes=undoes,
    )


async def list_site_events(
    site_slug: str | None, *, after: int | None, limit: int, token: Principal, storage: Storage
) -> tuple[Sequence[SiteEvent], int | None]:
    """What happened to the sites that the principal sees, newest first. Raises `unknown_site`."""
    sites = await visible_sites(site_slug, token=token, storage=storage)
    return await storage.site_events.page(sites, after, limit)
