"""Review the rule set and the rules in the shadow: what they would have done, against what
happened."""

from collections.abc import Sequence

from service.domain.judged_text import RuleCount
from service.domain.ports import Storage
from service.domain.rule_version import RuleVersion
from service.domain.site import Site
from service.rules.replay import Tally, tally_shadow

PAGE = 500
TEXTS_MAX = 20_000
"""Texts that a review looks at, the newest."""


async def review_shadow(site: Site, *, storage: Storage) -> tuple[RuleVersion | None, Tally]:
    """The version in the shadow, if there is one, and the tally of what it said so far."""
    version = await storage.rule_sets.shadow(site.id)
    whole = Tally()
    if version is None:
        return None, whole
    after = await storage.history.before_newest(site.id, TEXTS_MAX)
    since = version.moved_at or version.created_at
    for _ in range(TEXTS_MAX // PAGE):
        texts = await storage.history.judged(site.id, after, since, 2**62, PAGE)
        whole.add(tally_shadow(texts, version.version))
        if len(texts) < PAGE:
            break
        after = texts[-1].place
    return version, whole


async def review_shadow_rules(site: Site, *, storage: Storage) -> Sequence[RuleCount]:
    """What the rules that have no vote in the sets that judged found in the newest texts."""
    after = await storage.history.before_newest(site.id, TEXTS_MAX)
    return await storage.history.shadow_rules(site.id, after)
