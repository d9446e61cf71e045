"""A rule set: which rules vote, with which weight and options, and at which score to hold."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from difflib import get_close_matches
from typing import Any

from service.rules.contract import Phase, Rule
from service.rules.options import UnusableEntry, read_number, read_option, shown

HOLD_AT = 3.0
NAME_SHOWN = 60
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as this set uses it. `enabled` False: not run. `shadow`: run, without a vote.

    `prepared` is what the rule's check reads, made from the options here, once a rule set. Making
    an entry raises ValueError when the rule cannot use the options.
    """

    rule: Rule
    options: Any
    weight: float
    enabled: bool = True
    shadow: bool = False
    prepared: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prepared", self.rule.prepare(self.options))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`hold_at` is the score from which a comment waits; `reject_at` None: no score rejects.

    The entries stand in the order of the rules' phases.
    """

    version: int
    entries: tuple[Entry, ...]
    hold_at: float = HOLD_AT
    reject_at: float | None = None


class RuleSetError(ValueError):
    """A rule set that cannot be used. The message says where and how to mend it.

    `place` leads to the wrong value: ("rules", "many_links", "options", "limit"). `entry` leads on
    to an entry of a list, where one is wrong: ("words", 3) is the third of the option's words.
    """

    def __init__(
        self, place: tuple[str, ...], mend: str, entry: tuple[str, int] | None = None
    ) -> None:
        super().__init__(f"{'.'.join(_visible(name) for name in place)}: {mend}" if place else mend)
        self.place = place
        self.mend = mend
        self.entry = entry


def _visible(name: str) -> str:
    """A name as a message quotes it: short, and nothing in it can move or colour a terminal."""
    return shown(name)[1:-1] if len(name) > NAME_SHOWN or not name.isprintable() else name


def parse_rule_set(rules: Sequence[Rule], content: Mapping[str, Any], version: int) -> RuleSet:
    """The rule set that `content` (JSON or TOML values) describes; what it leaves out is default.

    Raises RuleSetError naming the place and the mend: unknown rule, unknown option, wrong type.
    """
    _known((), content, ("hold_at", "reject_at", "rules"))
    given = _table(("rules",), content.get("rules", {}))
    _known(("rules",), given, tuple(rule.name for rule in rules))
    hold_at = _number(("hold_at",), content.get("hold_at", HOLD_AT))
    reject_at = content.get("reject_at")
    if reject_at is not None:
        reject_at = _number(("reject_at",), reject_at, at_least=hold_at)
    entries = [
        _entry(rule, _table(("rules", rule.name), given.get(rule.name, {})))
        for rule in sorted(rules, key=lambda rule: rule.phase)
    ]
    return RuleSet(version, tuple(entries), hold_at, reject_at)


def content_of(rule_set: RuleSet) -> dict[str, Any]:
    """The rule set as JSON values, complete, so that later defaults do not change it.

    `parse_rule_set` with the same rules makes an equal rule set of it.
    """
    return {
        "hold_at": rule_set.hold_at,
        "reject_at": rule_set.reject_at,
        "rules": {entry.rule.name: _entry_content(entry) for entry in rule_set.entries},
    }


def _entry_content(entry: Entry) -> dict[str, Any]:
    options = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(entry.options).items()
    }
    content: dict[str, Any] = {
        "enabled": entry.enabled,
        "shadow": entry.shadow,
        "options": options,
    }
    if entry.rule.phase is Phase.SCORED:
        content["weight"] = entry.weight
    return content


def _entry(rule: Rule, given: Mapping[str, Any]) -> Entry:
    place = ("rules", rule.name)
    scored = ("weight",) if rule.phase is Phase.SCORED else ()
    _known(place, given, ("enabled", "shadow", *scored, "options"))
    weight = _number((*place, "weight"), given.get("weight", rule.weight))
    options = _options(rule, _table((*place, "options"), given.get("options", {})))
    enabled = _switch((*place, "enabled"), given.get("enabled", rule.enabled))
    shadow = _switch((*place, "shadow"), given.get("shadow", False))
    try:
        return Entry(rule, options, weight, enabled, shadow)
    except UnusableEntry as error:
        entry = (error.option, error.number)
        raise RuleSetError((*place, "options"), str(error), entry) from error
    except ValueError as error:
        raise RuleSetError((*place, "options"), str(error)) from error


def _options(rule: Rule, given: Mapping[str, Any]) -> Any:
    place = ("rules", rule.name, "options")
    described = {entry.name: entry for entry in fields(rule.options)}
    _known(place, given, tuple(described))
    values: dict[str, Any] = {}
    for name, value in given.items():
        try:
            values[name] = read_option(described[name], value)
        except UnusableEntry as error:
            entry = (error.option, error.number)
            raise RuleSetError((*place, name), str(error), entry) from error
        except ValueError as error:
            raise RuleSetError((*place, name), str(error)) from error
    return rule.options(**values)


def _known(place: tuple[str, ...], given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in given:
        if name not in names:
            known = f"known here: {', '.join(names)}" if names else "nothing can be set here"
            for alike in get_close_matches(str(name)[:NAME_SHOWN], names, 1, ALIKE):
                known = f"{known}; did you mean {alike}?"
            raise RuleSetError((*place, str(name)), f"no such name; {known}")


def _table(place: tuple[str, ...], value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RuleSetError(place, f"give a table of names and values instead of {shown(value)}")
    return value


def _switch(place: tuple[str, ...], value: object) -> bool:
    if not isinstance(value, bool):
        raise RuleSetError(place, f"give true or false instead of {shown(value)}")
    return value


def _number(place: tuple[str, ...], value: object, *, at_least: float = 0) -> float:
    try:
        return read_number(value, at_least=at_least)
    except ValueError as error:
        raise RuleSetError(place, str(error)) from error
