"""Real comments with what people made of them, from the shared data."""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from service.domain.lesson import Lesson

FOLDER = Path(os.environ.get("REACTIE_SHARED", "../shared")) / "data" / "moderation"


@dataclass(frozen=True)
class Text:
    """A comment on a page (`group`), in time order by `at` where that is known."""

    text: str
    group: str
    at: str
    is_bad: bool

    @cached_property
    def lesson(self) -> Lesson:
        """The text as the model is taught it."""
        from tests.benchmarks.moderation.judges import facts  # noqa: PLC0415 -- a circle else

        return Lesson(self.text, facts(self.text), self.is_bad)


def read(name: str) -> list[Text]:
    """The texts of a file, oldest first. Raises FileNotFoundError where the data is absent."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    texts = [Text(row["text"], row["group"], row["ts"], bool(row["label"])) for row in rows]
    return sorted(texts, key=lambda text: text.at)
