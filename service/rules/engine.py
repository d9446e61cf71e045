"""Runs every rule over one submission and lets the policy say what the findings amount to."""

from dataclasses import dataclass
from time import perf_counter_ns

from service.domain.comment import Author
from service.domain.finding import Finding, Outcome, Verdict
from service.rules.contract import Context, Evidence, Phase, Subject
from service.rules.policy import Vote, amount_to
from service.rules.rule_set import Entry, RuleSet
from service.rules.text import Views


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with all that led to it. `refusal` is set when the verdict is `refuse`: the
    evidence of the first gate, whose `code` and `field` the visitor is told."""

    verdict: Verdict
    score: float
    findings: tuple[Finding, ...]
    refusal: Evidence | None = None


def view(author: Author, text: str) -> Subject:
    """The subject with all its views, made once a judgement."""
    return Subject(author, text, Views(author, text))


def judge(rule_set: RuleSet, subject: Subject, context: Context) -> Judgement:
    """Runs all rules of the set, with no early end. A rule that raises holds the comment.

    Deterministic but for the microseconds in the findings.
    """
    votes: list[Vote] = []
    refusal: Evidence | None = None
    for entry in rule_set.entries:
        if not entry.enabled:
            continue
        finding, evidence = _ask(entry, subject, context)
        if finding is None:
            continue
        votes.append(Vote(finding, entry.rule.group, entry.rule.yields_to_trust))
        if refusal is None and finding.outcome is Outcome.REFUSE and not finding.shadow:
            refusal = evidence
    verdict, score = amount_to(votes, hold_at=rule_set.hold_at, reject_at=rule_set.reject_at)
    return Judgement(verdict, score, tuple(vote.finding for vote in votes), refusal)


def _ask(
    entry: Entry, subject: Subject, context: Context
) -> tuple[Finding | None, Evidence | None]:
    rule = entry.rule
    started = perf_counter_ns()
    try:
        evidence = rule.check(subject, context, entry.prepared)
    except Exception:  # noqa: BLE001 -- whatever breaks in a rule, a person must look
        failed = Finding(
            rule.name,
            rule.version,
            Outcome.HOLD,
            shadow=entry.shadow,
            failed=True,
            microseconds=(perf_counter_ns() - started) // 1000,
        )
        return failed, None
    if evidence is None:
        return None, None
    finding = Finding(
        rule.name,
        rule.version,
        rule.outcome,
        weight=entry.weight * evidence.times if rule.phase is Phase.SCORED else 0.0,
        params=dict(evidence.params),
        matches=evidence.matches,
        shadow=entry.shadow,
        microseconds=(perf_counter_ns() - started) // 1000,
    )
    return finding, evidence
