"""Learned: provenly nearly all texts like this one were approved. Off unless a site turns it on."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Stance, Subject
from service.rules.options import NoOptions


def _check(_subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    opinion = context.opinion
    if opinion is None or opinion.stance is not Stance.FINE or context.audited:
        return None
    return Evidence(
        {"percent": round(100 * (1 - opinion.probability)), "decisions": opinion.decisions}
    )


RULE = Rule(
    name="learned_fine",
    version=1,
    phase=Phase.LEARNED,
    outcome=Outcome.PUBLISH,
    weight=0.0,
    options=NoOptions,
    check=_check,
    enabled=False,
)
