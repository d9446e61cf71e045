"""Gate: nothing in the text can be seen."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions


def _check(subject: Subject, _context: Context, _options: NoOptions) -> Evidence | None:
    return Evidence(code="empty", field="text") if subject.views.text.is_blank else None


RULE = Rule(
    name="blank_text",
    version=1,
    phase=Phase.GATE,
    outcome=Outcome.REFUSE,
    weight=0.0,
    options=NoOptions,
    check=_check,
)
