"""docs/rules.md, made from the rules: `python -m service rules list --markdown > docs/rules.md`."""

from dataclasses import Field, fields
from typing import Any

from service.domain.finding import Outcome
from service.locales import text
from service.rules.builtin import RULES
from service.rules.contract import Phase, Rule
from service.rules.options import wanted
from service.rules.policy import GROUP_CAPS
from service.rules.rule_set import HOLD_AT

_INTRODUCTION = f"""\
# Rules

*Made from `service/rules/builtin/` by `make docs`; a test holds the two equal.*

Every rule looks at every comment and every edit, and each finding is kept with the text that it is
about. What they amount to:

1. a **gate** refuses what its writer can mend; nothing is stored, and the visitor is told why;
2. a **rejecting** rule keeps the comment from the page; it is stored and can be restored;
3. a **holding** rule makes the comment wait for a person, and so does a **score** of {HOLD_AT:g} or
   more, the sum of the weights of all scoring rules;
4. a **publishing** rule releases what would wait only because its author is new.

A rule that breaks holds the comment. A rule set changes any of this; what it leaves out stays as
below. This one shows the form, with the values that hold without it:

```toml
hold_at = {HOLD_AT:g}            # the score from which a comment waits
# reject_at = 6        # the score from which it is rejected; not set: no score rejects

[rules.many_links]
enabled = true
shadow = false         # true: findings are kept, but do not count
weight = 3.0           # scoring rules only

[rules.many_links.options]
limit = 3
```
"""

_DOES = {
    Outcome.REFUSE: "refuses",
    Outcome.REJECT: "rejects",
    Outcome.HOLD: "holds",
    Outcome.PUBLISH: "publishes",
    Outcome.SCORE: "scores",
}


def rules_markdown() -> str:
    """The whole document: every rule with what it looks for, does and lets one choose."""
    overview = [
        "\n| Rule | Phase | Does | Weight | Version |\n| --- | --- | --- | --- | --- |\n",
        *(_row(rule) for rule in RULES),
    ]
    caps = [
        f"\nRules of the group “{group}” add at most {cap:g} together.\n"
        for group, cap in GROUP_CAPS.items()
    ]
    return "".join([_INTRODUCTION, *overview, *caps, *(_section(rule) for rule in RULES)])


def _row(rule: Rule) -> str:
    weight = f"{rule.weight:g}" if rule.phase is Phase.SCORED else ""
    cells = (
        f"[`{rule.name}`](#{rule.name})",
        rule.phase.name.lower(),
        _DOES[rule.outcome],
        weight,
        str(rule.version),
    )
    return f"| {' | '.join(cells)} |\n"


def _section(rule: Rule) -> str:
    options = fields(rule.options)
    lines = [f"\n## {rule.name}\n\n{text('en', f'rule.{rule.name}.summary')}\n"]
    if options:
        lines.append("\n| Option | Takes | Default | What it means |\n| --- | --- | --- | --- |\n")
        lines.extend(_option(described) for described in options)
    return "".join(lines)


def _option(described: Field[Any]) -> str:
    default = described.default
    shown = list(default) if isinstance(default, tuple) else default
    meaning = described.metadata["meaning"]
    return f"| `{described.name}` | {wanted(described)} | `{shown}` | {meaning} |\n"
