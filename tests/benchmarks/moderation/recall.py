"""How much of the bad each judge finds on pages and in texts that it was not taught."""

import random
from collections.abc import Callable, Iterator, Sequence

from tests.benchmarks.moderation.corpus import Text, read
from tests.benchmarks.moderation.judges import JUDGES, Score, Teach
from tests.benchmarks.moderation.measures import Scored, accuracy, mean, recall_at, spread

DRAWS = 5
REFIT_EACH = 25

Figure = tuple[str, Callable[[Teach], Sequence[float]]]
"""The name of a figure, and its value in each draw for one judge."""


def table() -> Iterator[str]:
    """One row a figure, one column a judge: the mean of the draws and their standard deviation."""
    yield "| figure | " + " | ".join(JUDGES) + " |"
    yield "| --- |" + " --- |" * len(JUDGES)
    for name, measure in _figures():
        cells = [_cell(measure(judge)) for judge in JUDGES.values()]
        yield f"| {name} | {' | '.join(cells)} |"


def _figures() -> Sequence[Figure]:
    videos = read("tubespam_psy_katyperry.jsonl")
    sms = read("sms_first30.jsonl")
    blog = read("datacamp_first_half.jsonl")
    return (
        ("unseen video, 50 decisions: recall at 1 %", lambda j: _unseen(videos, j, 50, 0.01)),
        ("unseen video, 100 decisions: recall at 1 %", lambda j: _unseen(videos, j, 100, 0.01)),
        ("unseen video, 350 decisions: recall at 0.5 %", lambda j: _unseen(videos, j, 350, 0.005)),
        ("unseen video, 350 decisions: recall at 5 %", lambda j: _unseen(videos, j, 350, 0.05)),
        ("SMS, 500 decisions: recall at 1 %", lambda j: _drawn(sms, j, 500, 0.01)),
        ("TubeSpam split (70 % first): accuracy", lambda j: _split(videos, j)),
        ("blog, predict then learn, last third: recall at 1 %", lambda j: _later(blog, j, 0.01)),
        ("blog, predict then learn, last third: recall at 10 %", lambda j: _later(blog, j, 0.1)),
    )


def _cell(found: Sequence[float]) -> str:
    return f"{mean(found):.3f}" + (f" ± {spread(found):.3f}" if len(found) > 1 else "")


def _unseen(texts: Sequence[Text], teach: Teach, decisions: int, rate: float) -> Sequence[float]:
    """Taught by one page and asked about another; the scores of all such pairs are pooled."""
    pages = {text.group: [each for each in texts if each.group == text.group] for text in texts}
    pairs = [(taught, asked) for taught in pages for asked in pages if taught != asked]
    whole = all(decisions >= len(page) for page in pages.values())
    found = []
    for draw in range(1 if whole else DRAWS):
        scored: list[Scored] = []
        for taught, asked in pairs:
            lessons = random.Random(draw).sample(pages[taught], min(decisions, len(pages[taught])))
            scored += _scored(teach(lessons), pages[asked])
        found.append(recall_at(scored, rate))
    return found


def _drawn(texts: Sequence[Text], teach: Teach, decisions: int, rate: float) -> Sequence[float]:
    found = []
    for draw in range(DRAWS):
        shuffled = random.Random(draw).sample(texts, len(texts))
        scored = _scored(teach(shuffled[:decisions]), shuffled[decisions:])
        found.append(recall_at(scored, rate))
    return found


def _split(texts: Sequence[Text], teach: Teach) -> Sequence[float]:
    """The split of Alberto, Lochter and Almeida, "TubeSpam", ICMLA 2015: the first 70 % teach."""
    found = []
    for group in sorted({text.group for text in texts}):
        page = [text for text in texts if text.group == group]
        cut = int(0.7 * len(page))
        found.append(accuracy(_scored(teach(page[:cut]), page[cut:])))
    return found


def _later(texts: Sequence[Text], teach: Teach, rate: float) -> Sequence[float]:
    """Each text is scored by what the texts before it taught."""
    scored: list[Scored] = []
    for start in range(REFIT_EACH, len(texts), REFIT_EACH):
        scored += _scored(teach(texts[:start]), texts[start : start + REFIT_EACH])
    return [recall_at(scored[-(len(texts) // 3) :], rate)]


def _scored(score: Score, texts: Sequence[Text]) -> list[Scored]:
    return [(score(text), text.is_bad) for text in texts]
