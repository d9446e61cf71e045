"""Real comments with what people made of them, from the shared data."""

import json
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from service.domain.comment import Author
from service.domain.lesson import Lesson
from service.rules.builtin import RULES
from service.rules.engine import Judgement, facts_of, judge, view
from service.rules.learning.logistic import Example
from service.rules.learning.model import example_of
from service.rules.rule_set import parse_rule_set
from tests.rules.judging import context

DATA = Path(os.environ.get("REACTIE_SHARED", "../shared")) / "data"
FOLDER = DATA / "moderation"
RULE_SET = parse_rule_set(RULES, {}, 1)


@dataclass(frozen=True)
class Text:
    """A comment on a page (`group`), in time order by `at` where that is known."""

    text: str
    group: str
    at: str
    is_bad: bool

    @cached_property
    def judgement(self) -> Judgement:
        """What the default rules make of the text."""
        return judge(RULE_SET, view(Author(), self.text), context())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words of the text."""
        return view(Author(), self.text).views.text.words

    @cached_property
    def lesson(self) -> Lesson:
        """The text as the model is taught it."""
        return Lesson(self.text, facts_of(self.judgement.findings), self.is_bad)

    @cached_property
    def example(self) -> Example:
        """The lesson in numbers."""
        return example_of(self.lesson)

    @cached_property
    def example_without_facts(self) -> Example:
        """The lesson in numbers, as if no rule had found anything."""
        return example_of(replace(self.lesson, facts=()))


def read(name: str) -> list[Text]:
    """The texts of a file, oldest first. Raises FileNotFoundError where the data is absent."""
    rows = [json.loads(line) for line in lines_of(name)]
    texts = [Text(row["text"], row["group"], row["ts"], bool(row["label"])) for row in rows]
    return sorted((text for text in texts if text.text.strip()), key=lambda text: text.at)


def lines_of(name: str) -> list[str]:
    """The lines of a file that say something."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip()]
