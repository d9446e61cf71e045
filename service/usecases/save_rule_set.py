"""Save a rule set as a new version of a site's: a draft, which judges nothing yet."""

from collections.abc import Mapping
from typing import Any

from service.domain.moderator import ApiToken
from service.domain.ports import Clock, Storage, Transaction
from service.domain.rule_version import RuleState, RuleVersion
from service.domain.site import Site
from service.rules.rule_set import RuleSet, content_of


async def save_rule_set(
    site: Site, rule_set: RuleSet, *, token: ApiToken, storage: Storage, clock: Clock
) -> RuleVersion:
    """The version that holds the rule set, whole: a new draft, or the newest one when that says
    the same already. Raises Unavailable."""
    content: Mapping[str, Any] = content_of(rule_set)
    newest = await storage.rule_sets.newest(site.id)
    if newest is not None and newest.content == content:
        return newest
    now = clock()

    async def unit(tx: Transaction) -> int:
        return await tx.add_rule_set(site.id, content, token.name, now)

    number = await storage.write(unit)
    return RuleVersion(number, RuleState.DRAFT, content, token.name, now)
