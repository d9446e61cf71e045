"""`make bench-moderation`: how well comments are judged that nobody taught, beside other judges.

Every figure is on texts that the judge was not taught: other pages, or later ones. Recall at x %
is the share of the bad above the score that x % of the good exceed.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from service.domain.comment import Author
from service.rules.builtin import RULES
from service.rules.engine import judge, view
from service.rules.learning import LearnedModel, learn
from service.rules.learning.features import features_of
from service.rules.learning.logistic import margin_of
from service.rules.rule_set import parse_rule_set
from service.rules.text import Views
from tests.benchmarks.moderation.corpus import FOLDER, Text, read
from tests.benchmarks.moderation.judges import JUDGES, Teach, rules_score
from tests.benchmarks.moderation.measures import Scored, accuracy, mean, recall_at
from tests.rules.judging import context

DRAWS = 5
REFIT_EACH = 25
BLOG = 3_000
BLOG_REFIT_EACH = 250


def main() -> int:
    """Prints the tables. 2 where the data is absent."""
    if not FOLDER.is_dir():
        sys.stderr.write(f"no {FOLDER}: set REACTIE_SHARED to the folder that holds data/\n")
        return 2
    for line in _lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return 0


def _lines() -> Iterator[str]:
    videos, sms, blog = (
        read("tubespam_psy_katyperry.jsonl"),
        read("sms_first30.jsonl"),
        [text for text in read("datacamp_first_half.jsonl") if text.text.strip()],
    )
    measured: Sequence[tuple[str, Callable[[Teach], float]]] = (
        ("unseen video, 100 decisions: recall at 1 %", lambda j: _unseen(videos, j, 100, 0.01)),
        ("unseen video, 350 decisions: recall at 0.5 %", lambda j: _unseen(videos, j, 350, 0.005)),
        ("unseen video, 350 decisions: recall at 5 %", lambda j: _unseen(videos, j, 350, 0.05)),
        ("SMS, 500 decisions: recall at 1 %", lambda j: _drawn(sms, j, 500, 0.01)),
        ("TubeSpam split (70 % first): accuracy", lambda j: _split(videos, j)),
        ("blog, predict then learn, last third: recall at 1 %", lambda j: _later(blog, j, 0.01)),
        ("blog, predict then learn, last third: recall at 10 %", lambda j: _later(blog, j, 0.1)),
    )
    yield "| figure | " + " | ".join(JUDGES) + " |"
    yield "| --- |" + " --- |" * len(JUDGES)
    for name, measure in measured:
        figures = [f"{measure(judge):.3f}" for judge in JUDGES.values()]
        yield f"| {name} | {' | '.join(figures)} |"
    yield ""
    good = read("haacked_to_2011.jsonl")
    scores = [rules_score(text) for text in good]
    spam = [text for text in (*videos, *blog) if text.is_bad]
    caught = sum(rules_score(text) >= 3 for text in spam)
    yield f"good comments of a mature blog held by the rules (score ≥ 3): {_share(scores, 3)}"
    yield f"good comments of a mature blog at score ≥ 6: {_share(scores, 6)}"
    yield f"spam held by the rules: {100 * caught / len(spam):.1f} %"
    yield from _automation(good, spam)
    yield from _speed(videos)


def _share(scores: Sequence[float], at: float) -> str:
    return f"{100 * sum(score >= at for score in scores) / len(scores):.2f} %"


def _unseen(texts: Sequence[Text], teach: Teach, decisions: int, rate: float) -> float:
    """Taught by one page, asked about another."""
    pages = {text.group: [each for each in texts if each.group == text.group] for text in texts}
    found = []
    for taught, asked in [(a, b) for a in pages for b in pages if a != b]:
        draws = 1 if decisions >= len(pages[taught]) else DRAWS
        for draw in range(draws):
            lessons = random.Random(draw).sample(pages[taught], min(decisions, len(pages[taught])))
            found.append(recall_at(_scored(teach(lessons), pages[asked]), rate))
    return mean(found)


def _drawn(texts: Sequence[Text], teach: Teach, decisions: int, rate: float) -> float:
    found = []
    for draw in range(DRAWS):
        shuffled = random.Random(draw).sample(texts, len(texts))
        scored = _scored(teach(shuffled[:decisions]), shuffled[decisions:])
        found.append(recall_at(scored, rate))
    return mean(found)


def _split(texts: Sequence[Text], teach: Teach) -> float:
    """The split of Alberto, Lochter and Almeida, "TubeSpam", ICMLA 2015: the first 70 % teach."""
    found = []
    for group in sorted({text.group for text in texts}):
        page = [text for text in texts if text.group == group]
        cut = int(0.7 * len(page))
        found.append(accuracy(_scored(teach(page[:cut]), page[cut:])))
    return mean(found)


def _later(texts: Sequence[Text], teach: Teach, rate: float) -> float:
    """Each text is scored by what the texts before it taught."""
    scored: list[Scored] = []
    for start in range(REFIT_EACH, len(texts), REFIT_EACH):
        scored += _scored(teach(texts[:start]), texts[start : start + REFIT_EACH])
    return recall_at(scored[-(len(texts) // 3) :], rate)


def _scored(score: Callable[[Text], float], texts: Sequence[Text]) -> list[Scored]:
    return [(score(text), text.is_bad) for text in texts]


def _automation(good: Sequence[Text], spam: Sequence[Text]) -> Iterator[str]:
    """A blog with one spam in three: what could be decided without a person, predict then learn."""
    drawn = random.Random(5)
    many = [*spam, *(text for text in read("spintax_families_a.jsonl"))]
    blog = drawn.sample(good, BLOG * 2 // 3) + drawn.sample(many, min(BLOG // 3, len(many)))
    drawn.shuffle(blog)
    for start, end in ((1_000, 2_000), (2_000, len(blog))):
        decided = wrong = 0
        for first in range(start, end, BLOG_REFIT_EACH):
            model = learn([text.lesson for text in blog[:first]])
            for text in blog[first : min(first + BLOG_REFIT_EACH, end)]:
                said = None if model is None else _automatic(model, text)
                decided += said is not None
                wrong += said is not None and said is not text.is_bad
        yield (
            f"decided without a person in comments {start} to {end}: "
            f"{100 * decided / (end - start):.1f} %, wrong {100 * wrong / max(decided, 1):.2f} %"
        )


def _automatic(model: LearnedModel, text: Text) -> bool | None:
    margin = margin_of(
        model.weights, features_of(Views(Author(), text.text).text, text.lesson.facts)
    )
    known = model.calibration
    if known.fine_below is not None and margin <= known.fine_below:
        return False
    return True if known.bad_above is not None and margin >= known.bad_above else None


def _speed(videos: Sequence[Text]) -> Iterator[str]:
    model = learn([text.lesson for text in videos])
    rule_set = parse_rule_set(RULES, {}, 1)
    words = " ".join(text.text for text in videos)
    for size in (500, 10_000):
        taken = []
        for start in range(0, 40 * 500, 500):
            text = words[start : start + size]
            began = time.perf_counter()
            judge(rule_set, view(Author(), text), context(), model)
            taken.append(time.perf_counter() - began)
        yield f"one judgement of {size} characters, rules and model: {1000 * median(taken):.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
