"""What a rule is: a name, a phase, a default weight, options, and a check that gives evidence.

A rule that raises holds the comment (`engine`), so a check may simply fail: nothing slips through.
The sentences stand in the catalogues: `rule.<name>.summary` says what the rule looks for,
`rule.<name>.finding` what it found, and for gates `error.<code>` what the visitor is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from service.domain.comment import Author
from service.domain.finding import Match, Outcome
from service.domain.site import Moderation
from service.rules.text import Views


class Phase(IntEnum):
    """The order of the rules. Gates turn a text away that its writer can mend; forced rules settle
    a verdict whatever the score; scored rules add to it. Within a phase order means nothing."""

    GATE = 1
    FORCED = 2
    SCORED = 3


@dataclass(frozen=True, slots=True)
class Context:
    """All that rules see besides the text. Kept with the revision, so that a replay is exact.

    `approved` and `rejected` count people's decisions on comments of the same proven identity;
    `repeats` earlier texts with the same words on this site in the last day.
    """

    now: int
    language: str
    moderation: Moderation
    thread_closed: bool = False
    proven: bool = False
    approved: int = 0
    rejected: int = 0
    blocked: bool = False
    repeats: int = 0
    trap: str = ""
    form_age_ms: int | None = None
    over_budget: tuple[str, ...] = ()
    own_hosts: tuple[str, ...] = ()
    is_edit: bool = False

    def snapshot(self) -> dict[str, Any]:
        """The context as JSON values; `restore` gives it back."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def restore(cls, snapshot: Mapping[str, Any]) -> "Context":
        """The context that `snapshot` described, from this or an earlier version."""
        known = {key: snapshot[key] for key in cls.__dataclass_fields__ if key in snapshot}
        known["moderation"] = Moderation(known["moderation"])
        for key in ("over_budget", "own_hosts"):
            known[key] = tuple(known.get(key, ()))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: the author's typed details, the text, and the views made of them once."""

    author: Author
    text: str
    views: Views


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule found. `code` and `field` are for gates: the error the visitor gets.
    `times` multiplies the rule's weight, for rules whose evidence comes in amounts."""

    params: Mapping[str, str | int | float] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()
    code: str | None = None
    field: str | None = None
    times: float = 1.0


def as_given(options: Any) -> Any:
    """The preparation of rules whose check reads its options as they are."""
    return options


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `options` is a frozen dataclass whose fields are all made by `options.option`.

    `prepare` turns the options into what the check reads, once a rule set; it raises ValueError
    saying how to mend options that cannot be used. `version` grows when the check means something
    else. Rules of one `group` count together for at most the group's cap (`policy.GROUP_CAPS`).
    What a rule that `yields_to_trust` holds is published for an author who is trusted.
    """

    name: str
    version: int
    phase: Phase
    outcome: Outcome
    weight: float
    options: type[Any]
    check: Callable[[Subject, Context, Any], Evidence | None]
    prepare: Callable[[Any], Any] = as_given
    group: str | None = None
    yields_to_trust: bool = False
