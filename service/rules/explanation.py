"""Everything there is to say of a judgement: what the rules saw, what each of them said, what the
learned model made of it, and what would have changed the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.finding import Finding, Outcome, Verdict
from service.rules.contract import Opinion, Subject
from service.rules.engine import Judgement
from service.rules.policy import Vote, amount_to
from service.rules.rule_set import RuleSet
from service.rules.text.language import guess_language, scripts_of
from service.rules.text.links import Link

WORDS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Sight:
    """What the rules saw of a text."""

    folded: str
    words: tuple[str, ...]
    links: tuple[Link, ...]
    scripts: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """The verdict that there would be, had the rules `without` found nothing."""

    without: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """`quiet` are the rules that ran and found nothing. The score holds from `hold_at` on, and
    rejects from `reject_at` on (None: never)."""

    verdict: Verdict
    score: float
    hold_at: float
    reject_at: float | None
    rule_set: int
    findings: tuple[Finding, ...]
    quiet: tuple[str, ...]
    opinion: Opinion | None
    alternatives: tuple[Alternative, ...]
    sight: Sight


def explain(rule_set: RuleSet, subject: Subject, judgement: Judgement) -> Explanation:
    """Explains a judgement of the subject by the rule set."""
    spoke = {finding.rule for finding in judgement.findings}
    field = subject.views.text
    return Explanation(
        verdict=judgement.verdict,
        score=judgement.score,
        hold_at=rule_set.hold_at,
        reject_at=rule_set.reject_at,
        rule_set=rule_set.version,
        findings=judgement.findings,
        quiet=tuple(
            entry.rule.name
            for entry in rule_set.entries
            if entry.enabled and entry.rule.name not in spoke
        ),
        opinion=judgement.opinion,
        alternatives=alternatives(rule_set, judgement.findings),
        sight=Sight(
            folded=field.folded.text,
            words=field.words[:WORDS_SHOWN],
            links=field.links,
            scripts=scripts_of(subject.text),
            language=guess_language(field.words),
        ),
    )


def alternatives(rule_set: RuleSet, findings: Sequence[Finding]) -> tuple[Alternative, ...]:
    """Each finding without which the verdict would be another; where no single one decides, the
    fewest of the strongest that do together."""
    rules = {entry.rule.name: entry.rule for entry in rule_set.entries}
    votes = [
        Vote(finding, rules[finding.rule].group, rules[finding.rule].yields_to_trust)
        for finding in findings
        if not finding.shadow
    ]
    now = _verdict(rule_set, votes)
    each = (
        Alternative((vote.finding.rule,), _verdict(rule_set, _others(votes, vote)))
        for vote in votes
    )
    deciding = tuple(alternative for alternative in each if alternative.verdict is not now)
    return deciding or _together(rule_set, votes, now)


def _together(rule_set: RuleSet, votes: Sequence[Vote], now: Verdict) -> tuple[Alternative, ...]:
    left = sorted(votes, key=_strength)
    gone: list[str] = []
    while left:
        gone.append(left.pop().finding.rule)
        verdict = _verdict(rule_set, left)
        if verdict is not now:
            return (Alternative(tuple(gone), verdict),)
    return ()


def _others(votes: Sequence[Vote], vote: Vote) -> list[Vote]:
    return [other for other in votes if other is not vote]


def _strength(vote: Vote) -> tuple[bool, float]:
    """What forces is stronger than any score."""
    return vote.finding.outcome is not Outcome.SCORE, vote.finding.weight


def _verdict(rule_set: RuleSet, votes: Sequence[Vote]) -> Verdict:
    return amount_to(votes, hold_at=rule_set.hold_at, reject_at=rule_set.reject_at)[0]
