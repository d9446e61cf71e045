"""Check a rule set before anybody judges by it: what looks like a mistake, in it and on history."""

import asyncio
from collections.abc import Sequence

from service.domain.ports import Storage
from service.domain.site import Site
from service.rules.lint import Remark, lint_rule_set, lint_tally
from service.rules.replay import Tally
from service.rules.rule_set import RuleSet, content_of
from service.usecases.other_process import OtherProcess

TEXTS_MAX = 2_000
"""Texts that a check is made on, the site's newest: enough for the shares, and soon done."""
PAGE = 200


async def check_rule_set(
    rule_set: RuleSet, site: Site | None, *, storage: Storage
) -> Sequence[Remark]:
    """The remarks on a rule set; with a site also those that its newest texts give reason for.

    Raises Unavailable.
    """
    remarks = await asyncio.to_thread(lambda: list(lint_rule_set(rule_set)))
    if site is None:
        return remarks
    whole = Tally()
    async with OtherProcess() as other:
        await other.use_rules(content_of(rule_set))
        after = await storage.history.before_newest(site.id, TEXTS_MAX)
        for _ in range(TEXTS_MAX // PAGE):
            texts = await storage.history.judged(site.id, after, 0, 2**62, PAGE)
            if not texts:
                break
            whole.add(await other.replay(texts))
            after = texts[-1].place
    return [*remarks, *lint_tally(rule_set, whole)]
