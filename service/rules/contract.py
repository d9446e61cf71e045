"""What a rule is: a name, a phase, a default weight, options, and a check that gives evidence.

A rule that raises holds the comment (`engine`), so a check may simply fail: nothing slips through.
The sentences stand in the catalogues: `rule.<name>.summary` says what the rule looks for,
`rule.<name>.finding` what it found, and for gates `error.<code>` what the visitor is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple, Protocol

from service.domain.comment import Author
from service.domain.finding import Match, Outcome
from service.domain.site import Moderation
from service.rules.text import Views


class Phase(IntEnum):
    """The order of the rules. Gates turn a text away that its writer can mend; forced rules settle
    a verdict whatever the score; scored rules add to it; learned ones speak last, knowing what the
    others found. Within a phase order means nothing."""

    GATE = 1
    FORCED = 2
    SCORED = 3
    LEARNED = 4


class Stance(StrEnum):
    """What the learned model makes of a text. `fine` is said only where it was proven; `lost` says
    that there is a model, and that it cannot be read."""

    SUSPECT = "suspect"
    FINE = "fine"
    UNSURE = "unsure"
    LOST = "lost"


class Telling(NamedTuple):
    """Characters of the text that counted for the model: positive weights speak for bad."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the learned model said of a text when it came in, after so many decisions.

    `probability` is that of people finding it bad.
    """

    stance: Stance
    probability: float
    decisions: int
    telling: tuple[Telling, ...] = ()

    def snapshot(self) -> dict[str, Any]:
        """The opinion as JSON values; `restore` gives it back."""
        return {
            "stance": self.stance.value,
            "probability": self.probability,
            "decisions": self.decisions,
            "telling": [list(telling) for telling in self.telling],
        }

    @classmethod
    def restore(cls, snapshot: Mapping[str, Any]) -> "Opinion":
        """The opinion that `snapshot` described."""
        telling = tuple(Telling(*each) for each in snapshot["telling"])
        stance = Stance(snapshot["stance"])
        return cls(stance, snapshot["probability"], snapshot["decisions"], telling)


class KeptOut(NamedTuple):
    """The block that keeps an author out: its public id, the kind of mark that it is on, and when
    it ends (UTC milliseconds; None: never)."""

    block: str
    kind: str
    until: int | None


class Namesake(NamedTuple):
    """A name that the author's may be taken for: that of a `moderator` of the site, or of the
    `site` itself."""

    kind: str
    name: str


class Adviser(Protocol):
    """Something learned that has an opinion on texts. What it raises holds the comment."""

    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:
        """Its opinion on a text of which the rules named in `facts` found something."""


@dataclass(frozen=True, slots=True)
class Context:
    """All that rules see besides the text. Kept with the revision, so that a replay is exact.

    `approved` and `rejected` count people's decisions on comments of the same proven identity;
    `repeats` earlier texts with the same words on this site in the last day, `similar` those with
    nearly the same. `network` is the keyed name of where the author wrote from. `audited` texts are
    shown to a person although the learned model is sure of them. `opinion` is what that model said
    (None: nothing, for want of decisions), `kept_out` the block in force against the author,
    `namesakes` whom he may pass for.
    """

    now: int
    language: str
    moderation: Moderation
    thread_closed: bool = False
    proven: bool = False
    approved: int = 0
    rejected: int = 0
    network: str = ""
    repeats: int = 0
    similar: int = 0
    trap: str = ""
    form_age_ms: int | None = None
    over_budget: tuple[str, ...] = ()
    own_hosts: tuple[str, ...] = ()
    is_edit: bool = False
    audited: bool = False
    kept_out: KeptOut | None = None
    namesakes: tuple[Namesake, ...] = ()
    opinion: Opinion | None = None

    def snapshot(self) -> dict[str, Any]:
        """The context as JSON values; `restore` gives it back."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        opinion, kept_out = values.pop("opinion"), values.pop("kept_out")
        namesakes = values.pop("namesakes")
        if opinion is not None:
            values["opinion"] = opinion.snapshot()
        if kept_out is not None:
            values["kept_out"] = list(kept_out)
        if namesakes:
            values["namesakes"] = [list(namesake) for namesake in namesakes]
        return values

    @classmethod
    def restore(cls, snapshot: Mapping[str, Any]) -> "Context":
        """The context that `snapshot` described, from this or an earlier version."""
        known = {key: snapshot[key] for key in cls.__dataclass_fields__ if key in snapshot}
        known["moderation"] = Moderation(known["moderation"])
        for key in ("over_budget", "own_hosts"):
            known[key] = tuple(known.get(key, ()))
        if "opinion" in known:
            known["opinion"] = Opinion.restore(known["opinion"])
        if "kept_out" in known:
            known["kept_out"] = KeptOut(*known["kept_out"])
        if "namesakes" in known:
            known["namesakes"] = tuple(Namesake(*each) for each in known["namesakes"])
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
    What a rule that `yields_to_trust` holds is published for an author who is trusted. A rule that
    is not `enabled` is run only where a rule set says so.
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
    enabled: bool = True
