"""Forced: the owner wants to see every comment first."""

from service.domain.finding import Outcome
from service.domain.site import Moderation
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions


def _check(_subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    return Evidence() if context.moderation is Moderation.HOLD_ALL else None


RULE = Rule(
    name="hold_everything",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=NoOptions,
    check=_check,
)
