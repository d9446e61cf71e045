"""A blog's own comments: what the rules do to good ones, and what could be decided without a
person."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.rules.learning.calibration import STRENGTH, calibrate, held_out_margins
from service.rules.learning.logistic import fit
from tests.benchmarks.moderation.corpus import Text, read
from tests.benchmarks.moderation.measures import mean

SEEDS = 3
GOOD = 2_000
BAD = 1_000
"""A blog with one spam in three."""
PARTS = ((1_000, 2_000), (2_000, 3_000))
REFIT_EACH = 250


def table() -> Iterator[str]:
    """What the default rules do to good and bad texts, then the simulated automation."""
    good = read("haacked_to_2011.jsonl")
    videos = [text for text in read("tubespam_psy_katyperry.jsonl") if text.is_bad]
    comments = [text for text in read("datacamp_first_half.jsonl") if text.is_bad]
    canned = read("spintax_families_a.jsonl")
    yield "| the default rules | score ≥ 3 (held) | score ≥ 6 |"
    yield "| --- | --- | --- |"
    for name, texts in (
        ("good comments of a mature blog", good),
        ("spam under videos", videos),
        ("spam on a blog", comments),
        ("spam from templates", canned),
    ):
        yield f"| {name} | {_share(texts, 3)} | {_share(texts, 6)} |"
    yield ""
    yield from _automation(good, [*videos, *comments, *canned])


def _share(texts: Sequence[Text], at: float) -> str:
    return f"{100 * mean([text.judgement.score >= at for text in texts]):.2f} %"


@dataclass
class _Tally:
    asked: int = 0
    decided: int = 0
    wrong: int = 0


def _automation(good: Sequence[Text], spam: Sequence[Text]) -> Iterator[str]:
    """Predict, then learn: of each part of several blogs, what was decided and how much of that
    was wrong."""
    blogs = [_blog(good, spam, seed) for seed in range(SEEDS)]
    yield "| decided without a person, several blogs | decided (least) | wrong (most) |"
    yield "| --- | --- | --- |"
    for start, end in PARTS:
        tallies = [_decided(blog, start, min(end, len(blog))) for blog in blogs]
        decided = [100 * each.decided / each.asked for each in tallies]
        wrong = [100 * each.wrong / max(each.decided, 1) for each in tallies]
        yield (
            f"| comments {start} to {end} | {mean(decided):.1f} % ({min(decided):.1f}) "
            f"| {mean(wrong):.2f} % ({max(wrong):.2f}) |"
        )


def _blog(good: Sequence[Text], spam: Sequence[Text], seed: int) -> list[Text]:
    drawn = random.Random(seed)
    blog = drawn.sample(good, GOOD) + drawn.sample(spam, min(BAD, len(spam)))
    drawn.shuffle(blog)
    return blog


def _decided(blog: Sequence[Text], start: int, end: int) -> _Tally:
    tally = _Tally()
    for first in range(start, end, REFIT_EACH):
        examples = [text.example for text in blog[max(0, first - 2_000) : first]]
        known, weights = calibrate(held_out_margins(examples)), fit(examples, STRENGTH)
        for text in blog[first : min(first + REFIT_EACH, end)]:
            margin = text.example.margin(weights)
            fine = known.fine_below is not None and margin <= known.fine_below
            bad = known.bad_above is not None and margin >= known.bad_above
            tally.asked += 1
            tally.decided += fine or bad
            tally.wrong += (fine and text.is_bad) or (bad and not text.is_bad)
    return tally
