"""Gate: the field that people never see was filled in."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions


def _check(_subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    return Evidence(code="trap", field="subject") if context.trap.strip() else None


RULE = Rule(
    name="trap_field",
    version=1,
    phase=Phase.GATE,
    outcome=Outcome.REFUSE,
    weight=0.0,
    options=NoOptions,
    check=_check,
)
