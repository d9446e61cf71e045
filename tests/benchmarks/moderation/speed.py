"""How long one judgement takes, with all rules and the model, and how much memory a model takes."""

import json
import time
from collections.abc import Iterator
from statistics import median

from service.domain.comment import Author
from service.rules.engine import judge, view
from service.rules.learning import LearnedModel, learn
from tests.benchmarks.moderation.corpus import DATA, RULE_SET, read
from tests.rules.judging import context

LIMIT = 10_000
"""Bytes of the longest text that is taken."""
ATTACKS = (
    "markdown/cmark_pathological_64k.jsonl",
    "redos/pat_redos.jsonl",
    "unicode/blns.jsonl",
)


def table() -> Iterator[str]:
    """Medians for real texts, then the worst of all attacks, as they are and repeated."""
    videos = read("tubespam_psy_katyperry.jsonl")
    model = learn([text.lesson for text in videos])
    words = " ".join(text.text for text in videos)
    yield "| one judgement, rules and model | milliseconds |"
    yield "| --- | --- |"
    for size in (500, LIMIT):
        starts = range(0, len(words) - size, 500)[:80]
        taken = median(_taken(words[start : start + size], model) for start in starts)
        yield f"| {size} characters, median | {taken:.2f} |"
    for file in ATTACKS:
        worst, text = max((_taken(text, model), text) for text in _attacks(file))
        yield f"| worst of {file}, up to {LIMIT} bytes | {worst:.2f} ({text[:24]!r}) |"
    if model is not None:
        yield f"| bytes of a model in memory | {len(model.weights) * model.weights.itemsize} |"


def _taken(text: str, model: LearnedModel | None) -> float:
    """Milliseconds of the processor; of three runs the best, since other work only adds."""

    def once() -> float:
        began = time.process_time()
        judge(RULE_SET, view(Author(), text), context(), model)
        return 1000 * (time.process_time() - began)

    return min(once() for _ in range(3))


def _attacks(file: str) -> Iterator[str]:
    for line in (DATA / "attacks" / file).read_text(encoding="utf-8").splitlines():
        row = json.loads(line) if line.strip() else {}
        payload = str(row.get("payload", row.get("text", "")))
        for text in (payload, payload * (LIMIT // (len(payload) or 1) + 1)):
            if text:
                yield text.encode("utf-8", "surrogatepass")[:LIMIT].decode("utf-8", "ignore")
