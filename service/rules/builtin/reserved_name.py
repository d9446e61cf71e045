"""Forced: a name under which the author may pass for a moderator, or for the site itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import UnusableEntry, option, shown
from service.rules.text import fold, skeletons, words_of

SEVERAL_WORDS_MIN = 5
"""Letters of a name of several words: with fewer it looks like somebody's first name."""
_BUILT_IN = {
    "nl": ("beheer", "beheerder", "moderatie", "redactie"),
    "en": ("admin", "administrator", "moderator", "moderators", "moderation team"),
}
LANGUAGES = tuple(_BUILT_IN)


@dataclass(frozen=True, slots=True)
class ReservedNameOptions:
    names: tuple[str, ...] = option(
        (), "Your own reserved names, besides the built-in ones, however short they are."
    )
    exceptions: tuple[str, ...] = option((), "Names that anybody may use.")
    letters: int = option(
        8,
        "Letters that a moderator's or a site's name needs if it is one word, so that no Jan waits"
        " because a moderator is called Jan; names of several words count with five.",
        at_least=1,
    )
    languages: tuple[str, ...] = option(
        LANGUAGES,
        "Languages whose built-in names, such as admin, are used; none if empty.",
        among=LANGUAGES,
    )


@dataclass(frozen=True, slots=True)
class _Reserved:
    listed: dict[str, str]
    fine: frozenset[str]
    letters: int


def _prepare(options: ReservedNameOptions) -> _Reserved:
    fine = frozenset(_by_skeleton("exceptions", options.exceptions))
    own = _by_skeleton("names", options.names)
    for number, name in enumerate(options.names, 1):
        if not fine.isdisjoint(skeletons(name)):
            mend = f"{shown(name)} is a name and an exception: take one of them away"
            raise UnusableEntry("names", number, mend)
    built_in = (name for language in options.languages for name in _BUILT_IN[language])
    return _Reserved(_by_skeleton("languages", built_in) | own, fine, options.letters)


def _by_skeleton(option: str, names: Iterable[str]) -> dict[str, str]:
    """The names by what they look like. One that nobody can see looks like no other."""
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        looks = skeletons(name)
        if not looks:
            raise UnusableEntry(option, number, f"{shown(name)} is a name that nobody can see")
        found |= dict.fromkeys(looks, name)
    return found


def _check(subject: Subject, context: Context, reserved: _Reserved) -> Evidence | None:
    name = subject.views.name
    matches = (name.match(0, len(name.plain)),)
    for namesake in context.namesakes:
        if _counts(namesake.name, reserved):
            return Evidence({"variant": namesake.kind, "name": namesake.name}, matches)
    look = min(name.readings & reserved.listed.keys() - reserved.fine, default=None)
    return None if look is None else Evidence({"name": reserved.listed[look]}, matches)


def _counts(name: str, reserved: _Reserved) -> bool:
    if not reserved.fine.isdisjoint(skeletons(name)):
        return False
    words = words_of(fold(name))
    needed = SEVERAL_WORDS_MIN if len(words) > 1 else reserved.letters
    return sum(map(len, words)) >= needed


RULE = Rule(
    name="reserved_name",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=ReservedNameOptions,
    check=_check,
    prepare=_prepare,
)
