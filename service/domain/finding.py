"""What rules say about a revision, and what it amounts to."""

from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What one finding asks for. Only `score` findings are added up; the others force."""

    REFUSE = "refuse"
    REJECT = "reject"
    HOLD = "hold"
    PUBLISH = "publish"
    SCORE = "score"


class Verdict(StrEnum):
    """What all findings of a revision amount to. A refused text is not stored at all."""

    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Match:
    """The exact characters of one field (`text`, `name`, `email`, `website`) that a rule means.

    `start` and `end` count code points in the field as the visitor typed it.
    """

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's evidence. Its sentence stands in the catalogues under `rule.<rule>.finding`,
    filled in with `params`; `failed` says that the rule broke, which holds the comment.
    """

    rule: str
    version: int
    outcome: Outcome
    weight: float = 0.0
    params: dict[str, str | int | float] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()
    shadow: bool = False
    failed: bool = False
    microseconds: int = 0
