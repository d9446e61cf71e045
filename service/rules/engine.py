"""Runs every rule over one submission and lets the policy say what the findings amount to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter_ns

from service.domain.comment import Author
from service.domain.finding import Finding, Outcome, Verdict
from service.domain.lesson import fact_of
from service.rules.contract import Adviser, Context, Evidence, Opinion, Phase, Stance, Subject
from service.rules.policy import Vote, amount_to
from service.rules.rule_set import Entry, RuleSet
from service.rules.text import Views


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with all that led to it. `refusal` is set when the verdict is `refuse`: the
    evidence of the first gate, whose `code` and `field` the visitor is told. `opinion` is what the
    learned model said, now or, in a replay, then."""

    verdict: Verdict
    score: float
    findings: tuple[Finding, ...]
    refusal: Evidence | None = None
    opinion: Opinion | None = None


class _Advice:
    """The model's opinion, asked for when the first learned rule wants it, and once."""

    def __init__(self, adviser: Adviser | None, subject: Subject, votes: Sequence[Vote]) -> None:
        self._adviser = adviser
        self._subject = subject
        self._votes = votes

    def given_to(self, context: Context) -> Context:
        """The context with the opinion, unless it has one already."""
        if self._adviser is None or context.opinion is not None:
            return context
        try:
            opinion = self._adviser.opinion(self._subject.views, facts_of(self._findings()))
        except Exception:  # noqa: BLE001 -- a model that breaks is as one that cannot be read
            opinion = Opinion(Stance.LOST, 0.5, 0)
        return replace(context, opinion=opinion)

    def _findings(self) -> Sequence[Finding]:
        return [vote.finding for vote in self._votes]


def facts_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What the learned model is told of the rules: those that scored, with the strength of what
    they found. Shadow rules are not among them, for they must change nothing."""
    return tuple(
        sorted(
            fact_of(finding.rule, finding.params)
            for finding in findings
            if finding.outcome is Outcome.SCORE and not finding.shadow
        )
    )


def view(author: Author, text: str) -> Subject:
    """The subject with all its views, made once a judgement."""
    return Subject(author, text, Views(author, text))


def judge(
    rule_set: RuleSet, subject: Subject, context: Context, adviser: Adviser | None = None
) -> Judgement:
    """Runs all rules of the set, with no early end. A rule that raises holds the comment.

    The adviser is asked only when the context has no opinion yet, so that a replay hears the one
    of then. Deterministic but for the microseconds in the findings.
    """
    votes: list[Vote] = []
    refusal: Evidence | None = None
    advice = _Advice(adviser, subject, votes)
    for entry in rule_set.entries:
        if not entry.enabled:
            continue
        rule, started = entry.rule, perf_counter_ns()
        try:
            if rule.phase is Phase.LEARNED:
                context = advice.given_to(context)
            evidence = rule.check(subject, context, entry.prepared)
        except Exception:  # noqa: BLE001 -- whatever breaks in a rule, a person must look
            finding = _failed(entry, started)
        else:
            if evidence is None:
                continue
            finding = _found(entry, evidence, started)
            if refusal is None and finding.outcome is Outcome.REFUSE and not finding.shadow:
                refusal = evidence
        votes.append(Vote(finding, rule.group, rule.yields_to_trust))
    verdict, score = amount_to(votes, hold_at=rule_set.hold_at, reject_at=rule_set.reject_at)
    findings = tuple(vote.finding for vote in votes)
    return Judgement(verdict, score, findings, refusal, context.opinion)


def _found(entry: Entry, evidence: Evidence, started: int) -> Finding:
    rule = entry.rule
    return Finding(
        rule.name,
        rule.version,
        rule.outcome,
        weight=entry.weight * evidence.times if rule.phase is Phase.SCORED else 0.0,
        params=dict(evidence.params),
        matches=evidence.matches,
        shadow=entry.shadow,
        microseconds=(perf_counter_ns() - started) // 1000,
    )


def _failed(entry: Entry, started: int) -> Finding:
    return Finding(
        entry.rule.name,
        entry.rule.version,
        Outcome.HOLD,
        shadow=entry.shadow,
        failed=True,
        microseconds=(perf_counter_ns() - started) // 1000,
    )
