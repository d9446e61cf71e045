"""Forced: more comments come in than the page or the site is used to, so a person looks first."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions


def _check(_subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    if not context.over_budget:
        return None
    return Evidence({"budgets": ", ".join(context.over_budget)})


RULE = Rule(
    name="over_budget",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=NoOptions,
    check=_check,
)
