"""Save a rule set as a new version of a site's: a draft, which judges nothing yet."""

from collections.abc import Mapping
from typing import Any

from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.rules.rule_set import RuleSet, content_of


async def save_rule_set(
    site: Site, rule_set: RuleSet, *, token: Principal, storage: Storage, clock: Clock
) -> int:
    """The number of the version that holds the rule set, whole; of the newest one when that says
    the same already. Raises Unavailable."""
    content: Mapping[str, Any] = content_of(rule_set)
    versions = await storage.rule_sets.all(site.id)
    if versions and versions[0].content == content:
        return versions[0].version

    async def unit(tx: Transaction) -> int:
        return await tx.add_rule_set(site.id, content, token.name, clock())

    return await storage.write(unit)
