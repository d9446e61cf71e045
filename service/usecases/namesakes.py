"""Whom an author may pass for by the name that he typed."""

from functools import lru_cache

from service.domain.ports import Storage
from service.domain.site import Site
from service.rules.contract import Namesake
from service.rules.text import FieldView, skeletons

SITES_KEPT = 64


async def namesakes(typed: FieldView, site: Site, storage: Storage) -> tuple[Namesake, ...]:
    """The site's moderators, and then the site itself, whose names look like the typed one."""
    names = await storage.accounts.moderator_names(site.id)
    reserved = _by_skeleton(names, site.name)
    found = {reserved[reading] for reading in typed.readings & reserved.keys()}
    return tuple(sorted(found))


@lru_cache(SITES_KEPT)
def _by_skeleton(moderators: tuple[str, ...], site: str) -> dict[str, Namesake]:
    """Of several with one skeleton the eldest moderator, before the site."""
    wanted = [Namesake("site", site), *(Namesake("moderator", name) for name in moderators[::-1])]
    return {look: namesake for namesake in wanted for look in skeletons(namesake.name)}
