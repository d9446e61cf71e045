"""Rule sets as requests bring them."""

from collections.abc import Mapping
from typing import Any

from service.domain.errors import Invalid
from service.rules.builtin import RULES
from service.rules.rule_set import RuleSet, RuleSetError, parse_rule_set


def read_rule_set(content: Mapping[str, Any]) -> RuleSet:
    """The rule set. Raises Invalid `bad_rule_set` with the place and the mend."""
    try:
        return parse_rule_set(RULES, content, 0)
    except RuleSetError as error:
        place = ".".join(("content", *error.place))[:200]
        raise Invalid("bad_rule_set", place, mend=error.mend) from error
