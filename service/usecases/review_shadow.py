"""Review the rule set in the shadow: what it would have done, against what happened."""

from service.domain.ports import Storage
from service.domain.rule_version import RuleVersion
from service.domain.site import Site
from service.rules.replay import Tally, tally_shadow

PAGE = 500
TEXTS_MAX = 20_000
"""Texts that a review looks at, the oldest since the version went into the shadow."""


async def review_shadow(site: Site, *, storage: Storage) -> tuple[RuleVersion | None, Tally]:
    """The version in the shadow, if there is one, and the tally of what it said so far."""
    version = await storage.rule_sets.shadow(site.id)
    whole = Tally()
    if version is None:
        return None, whole
    after, since = (0, 0), version.moved_at or version.created_at
    for _ in range(TEXTS_MAX // PAGE):
        texts = await storage.history.judged(site.id, after, since, 2**62, PAGE)
        whole.add(tally_shadow(texts, version.version))
        if len(texts) < PAGE:
            break
        after = texts[-1].place
    return version, whole
