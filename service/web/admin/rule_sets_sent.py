"""Rule sets as requests bring them."""

import asyncio
from collections.abc import Mapping
from typing import Any

from service.domain.errors import Invalid
from service.rules.builtin import RULES
from service.rules.rule_set import RuleSet, RuleSetError, parse_rule_set


async def read_rule_set(content: Mapping[str, Any]) -> RuleSet:
    """The rule set. Raises Invalid `bad_rule_set` with the place and the mend."""
    try:
        # Patterns and lists take a while to prepare, and nobody else should wait for it.
        return await asyncio.to_thread(parse_rule_set, RULES, content, 0)
    except RuleSetError as error:
        place = ".".join(("content", *error.place))[:200]
        raise Invalid("bad_rule_set", place, mend=error.mend) from error
