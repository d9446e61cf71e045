"""Explanations of a text as moderators see them."""

from pydantic import BaseModel, ConfigDict

from service.domain.finding import Verdict
from service.rules.contract import Stance
from service.rules.explanation import Explanation
from service.web.shown.review import ShownFinding, shown_findings


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownLink(_Shown):
    """A link and where it stands in the text."""

    host: str
    start: int
    end: int


class ShownSight(_Shown):
    """What the rules saw of the text."""

    folded: str
    words: list[str]
    links: list[ShownLink]
    scripts: list[str]
    language: str


class TellingWord(_Shown):
    """Characters of the text that counted for the learned model: above 0 for bad."""

    start: int
    end: int
    weight: float


class ShownOpinion(_Shown):
    """What the learned model says. `probability` is that of people finding it bad."""

    stance: Stance
    probability: float
    decisions: int
    telling: list[TellingWord]


class ShownAlternative(_Shown):
    """The verdict that there would be, had the rules `without` found nothing."""

    without: list[str]
    verdict: Verdict


class ShownExplanation(_Shown):
    """Everything there is to say of a text. `quiet` rules ran and found nothing."""

    verdict: Verdict
    score: float
    hold_at: float
    reject_at: float | None
    rule_set: int
    findings: list[ShownFinding]
    quiet: list[str]
    opinion: ShownOpinion | None
    alternatives: list[ShownAlternative]
    sight: ShownSight


def shown_explanation(explanation: Explanation, language: str) -> ShownExplanation:
    """The explanation, its sentences in the moderator's language."""
    opinion, sight = explanation.opinion, explanation.sight
    return ShownExplanation(
        verdict=explanation.verdict,
        score=explanation.score,
        hold_at=explanation.hold_at,
        reject_at=explanation.reject_at,
        rule_set=explanation.rule_set,
        findings=shown_findings(explanation.findings, language),
        quiet=list(explanation.quiet),
        opinion=None
        if opinion is None
        else ShownOpinion(
            stance=opinion.stance,
            probability=opinion.probability,
            decisions=opinion.decisions,
            telling=[TellingWord(**telling._asdict()) for telling in opinion.telling],
        ),
        alternatives=[
            ShownAlternative(without=list(other.without), verdict=other.verdict)
            for other in explanation.alternatives
        ],
        sight=ShownSight(
            folded=sight.folded,
            words=list(sight.words),
            links=[
                ShownLink(host=link.host, start=link.start, end=link.end) for link in sight.links
            ],
            scripts=list(sight.scripts),
            language=sight.language,
        ),
    )
