"""The policy: what findings amount to, and the laws that no order or shadow may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.finding import Finding, Outcome, Verdict
from service.rules.policy import GROUP_CAPS, Vote, amount_to

STRENGTH = [Verdict.PUBLISH, Verdict.HOLD, Verdict.REJECT, Verdict.REFUSE]


def vote(outcome: Outcome, weight: float = 0.0, **more: object) -> Vote:
    shadow = bool(more.pop("shadow", False))
    return Vote(Finding("made", 1, outcome, weight, shadow=shadow), **more)  # type: ignore[arg-type]


def verdict(*votes: Vote, hold_at: float = 3.0, reject_at: float | None = None) -> Verdict:
    return amount_to(votes, hold_at=hold_at, reject_at=reject_at)[0]


def score(*votes: Vote) -> float:
    return amount_to(votes, hold_at=3.0, reject_at=None)[1]


votes = st.lists(
    st.builds(
        vote,
        st.sampled_from(Outcome),
        st.floats(0, 10),
        group=st.sampled_from([None, "links", "other"]),
        yields_to_trust=st.booleans(),
        shadow=st.booleans(),
    ),
    max_size=8,
)
thresholds = st.tuples(st.floats(0, 10), st.none() | st.floats(10, 20))


def test_where_nothing_objects_the_comment_is_published() -> None:
    assert verdict() is Verdict.PUBLISH


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([Outcome.REFUSE, Outcome.REJECT, Outcome.HOLD, Outcome.PUBLISH], Verdict.REFUSE),
        ([Outcome.REJECT, Outcome.HOLD, Outcome.PUBLISH], Verdict.REJECT),
        ([Outcome.HOLD, Outcome.PUBLISH], Verdict.HOLD),
        ([Outcome.PUBLISH], Verdict.PUBLISH),
    ],
)
def test_the_strongest_outcome_wins(outcomes: list[Outcome], expected: Verdict) -> None:
    assert verdict(*map(vote, outcomes)) is expected


def test_trust_releases_what_waits_because_its_author_is_new() -> None:
    new_author = vote(Outcome.HOLD, yields_to_trust=True)

    assert verdict(new_author) is Verdict.HOLD
    assert verdict(new_author, vote(Outcome.PUBLISH)) is Verdict.PUBLISH


def test_a_score_that_is_high_enough_holds_a_trusted_author_too() -> None:
    assert verdict(vote(Outcome.SCORE, 3.0), vote(Outcome.PUBLISH)) is Verdict.HOLD


def test_a_score_rejects_only_where_the_owner_turned_it_on() -> None:
    suspect = vote(Outcome.SCORE, 9.0)

    assert verdict(suspect) is Verdict.HOLD
    assert verdict(suspect, reject_at=6.0) is Verdict.REJECT


def test_a_low_score_publishes() -> None:
    assert verdict(vote(Outcome.SCORE, 2.9)) is Verdict.PUBLISH


def test_weights_add_up() -> None:
    assert score(vote(Outcome.SCORE, 1.5), vote(Outcome.SCORE, 2.0)) == 3.5


def test_only_scoring_findings_add_to_the_score() -> None:
    assert score(vote(Outcome.HOLD, 5.0)) == 0


def test_rules_of_one_group_add_no_more_than_its_cap() -> None:
    link = vote(Outcome.SCORE, 3.0, group="links")

    assert score(link, link, link) == GROUP_CAPS["links"]


def test_a_group_without_a_cap_adds_up() -> None:
    other = vote(Outcome.SCORE, 3.0, group="other")

    assert score(other, other, vote(Outcome.SCORE, 1.0)) == 7


@given(votes, thresholds, st.randoms(use_true_random=False))
def test_the_order_of_the_findings_means_nothing(
    given_votes: list[Vote], limits: tuple[float, float | None], random: object
) -> None:
    shuffled = list(given_votes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    hold_at, reject_at = limits

    assert amount_to(shuffled, hold_at=hold_at, reject_at=reject_at) == amount_to(
        given_votes, hold_at=hold_at, reject_at=reject_at
    )


@given(votes, thresholds)
def test_shadow_findings_change_nothing(
    given_votes: list[Vote], limits: tuple[float, float | None]
) -> None:
    seen = [each for each in given_votes if not each.finding.shadow]

    hold_at, reject_at = limits

    assert amount_to(given_votes, hold_at=hold_at, reject_at=reject_at) == amount_to(
        seen, hold_at=hold_at, reject_at=reject_at
    )


@given(votes, thresholds, st.floats(0, 10), st.sampled_from([None, "links"]))
def test_one_more_scored_finding_never_makes_the_verdict_milder(
    given_votes: list[Vote], limits: tuple[float, float | None], weight: float, group: str | None
) -> None:
    hold_at, reject_at = limits
    more = [*given_votes, vote(Outcome.SCORE, weight, group=group)]

    before, _ = amount_to(given_votes, hold_at=hold_at, reject_at=reject_at)
    after, _ = amount_to(more, hold_at=hold_at, reject_at=reject_at)

    assert STRENGTH.index(after) >= STRENGTH.index(before)
