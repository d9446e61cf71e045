"""What findings amount to: one verdict and one score.

The strongest wins: a gate refuses; a blocked author is rejected; whatever forces a hold holds,
and so does a score that is high enough; then trust publishes, or simply nothing that objects.
Trust releases only what waits because the author is unknown: an owner who wants to see everything
sees everything, and a suspect text waits whoever wrote it.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.finding import Finding, Outcome, Verdict

GROUP_CAPS = {"links": 4.0, "calls": 3.5}
"""The most that rules which see the same thing may add together."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A finding, with what the policy must know of its rule (`contract.Rule`)."""

    finding: Finding
    group: str | None = None
    yields_to_trust: bool = False


def amount_to(
    votes: Sequence[Vote], *, hold_at: float, reject_at: float | None
) -> tuple[Verdict, float]:
    """The verdict and the score. Shadow findings count for nothing; the order means nothing."""
    counted = [vote for vote in votes if not vote.finding.shadow]
    outcomes = {vote.finding.outcome for vote in counted}
    score = _score(counted)
    if Outcome.REFUSE in outcomes:
        return Verdict.REFUSE, score
    if Outcome.REJECT in outcomes or (reject_at is not None and score >= reject_at):
        return Verdict.REJECT, score
    trusted = Outcome.PUBLISH in outcomes
    if score >= hold_at or any(_holds(vote, trusted=trusted) for vote in counted):
        return Verdict.HOLD, score
    return Verdict.PUBLISH, score


def _holds(vote: Vote, *, trusted: bool) -> bool:
    return vote.finding.outcome is Outcome.HOLD and not (trusted and vote.yields_to_trust)


def _score(votes: Sequence[Vote]) -> float:
    """The weights added up exactly, so that no order of the rules can tip a comment over."""
    groups: defaultdict[str | None, list[float]] = defaultdict(list)
    for vote in votes:
        if vote.finding.outcome is Outcome.SCORE:
            groups[vote.group].append(vote.finding.weight)
    return math.fsum(
        min(math.fsum(weights), GROUP_CAPS.get(group, math.inf)) if group else math.fsum(weights)
        for group, weights in groups.items()
    )
