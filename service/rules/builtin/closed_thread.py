"""Gate: the page takes no more comments."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions


def _check(_subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    # Who was let in before the page closed may still mend his words while the edit window lasts.
    if not context.thread_closed or context.is_edit:
        return None
    return Evidence(code="thread_closed", field="post")


RULE = Rule(
    name="closed_thread",
    version=1,
    phase=Phase.GATE,
    outcome=Outcome.REFUSE,
    weight=0.0,
    options=NoOptions,
    check=_check,
)
