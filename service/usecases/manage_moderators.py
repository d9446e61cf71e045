"""What every act on another's account asks first."""

from collections.abc import Mapping, Sequence

from service.domain.errors import Conflict, Forbidden, Invalid, NotFound
from service.domain.moderator import TERMINAL, Acting, Moderator, Role, Roles
from service.domain.ports import Storage, Transaction
from service.domain.site import Site

EVERY_SITE = "*"


async def read_roles(
    named: Mapping[str, Role], *, by: Acting = TERMINAL, storage: Storage
) -> Roles:
    """Roles from their names: by the site's slug, `*` for every site. A role on a single site
    that the one on every site covers adds nothing, and is left out.

    Raises Invalid `no_role`, NotFound `unknown_site`, also for one that is none of the asker's.
    """
    if not named:
        raise Invalid("no_role", "roles")
    everywhere = named.get(EVERY_SITE)
    on_sites: dict[int, Role] = {}
    for slug, role in named.items():
        if slug == EVERY_SITE:
            continue
        site = await storage.sites.by_slug(slug)
        if site is None or by.roles.on(site.id) is None:
            raise NotFound("unknown_site", "roles")
        if everywhere is None or not everywhere.covers(role):
            on_sites[site.id] = role
    return Roles(everywhere, on_sites)


def roles_by_slug(roles: Roles, sites: Sequence[Site]) -> dict[str, Role]:
    """The same names for roles."""
    named = {} if roles.everywhere is None else {EVERY_SITE: roles.everywhere}
    slugs = {site.id: site.slug for site in sites}
    return named | {slugs[id_]: role for id_, role in roles.on_sites.items() if id_ in slugs}


def require_cover(by: Acting, roles: Roles) -> None:
    """Raises Forbidden `beyond_own_roles`: nobody gives or takes what is not his own."""
    if not by.roles.cover(roles):
        raise Forbidden("beyond_own_roles", "roles")


def meets(by: Acting, roles: Roles) -> bool:
    """Whether there is a site on which both have a role."""
    if by.roles.everywhere is not None or roles.everywhere is not None:
        return True
    return bool(set(by.roles.on_sites) & set(roles.on_sites))


async def moderator_to_change(tx: Transaction, public_id: str, by: Acting) -> Moderator:
    """The moderator, while no other account changes. Raises NotFound `unknown_moderator`,
    Forbidden `beyond_own_roles`."""
    await tx.accounts.lock()
    moderator = await tx.accounts.moderator(public_id)
    if moderator is None or not meets(by, moderator.roles):
        raise NotFound("unknown_moderator")
    require_cover(by, moderator.roles)
    return moderator


async def keep_an_owner(tx: Transaction, moderator: Moderator) -> None:
    """Raises Conflict `last_owner` when there is no owner besides this moderator."""
    others = [one for one in await tx.accounts.moderators() if one.id != moderator.id]
    if moderator.is_owner and not any(one.is_owner for one in others):
        raise Conflict("last_owner")
