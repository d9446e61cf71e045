"""Learned: the text is like those that this site's moderators turned away."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Stance, Subject
from service.rules.options import NoOptions


def _check(subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    opinion = context.opinion
    if opinion is not None and opinion.stance is Stance.LOST:
        raise ValueError("the model cannot be read: reactie model learn")
    if opinion is None or opinion.stance is not Stance.SUSPECT:
        return None
    return Evidence(
        {"percent": round(100 * opinion.probability), "decisions": opinion.decisions},
        tuple(subject.views.text.match(word.start, word.end) for word in opinion.telling),
    )


RULE = Rule(
    name="learned_suspect",
    version=2,
    phase=Phase.LEARNED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=NoOptions,
    check=_check,
)
