"""Forced: this visitor, this network, or this name or address was blocked, by a moderator or by the
rule set."""

import re
from dataclasses import dataclass

from service.domain.finding import Match, Outcome
from service.rules.contract import Context, Evidence, KeptOut, Phase, Rule, Subject
from service.rules.options import UnusableEntry, option, shown
from service.rules.text import FieldView, fold

_NETWORK = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class BlockedAuthorOptions:
    names: tuple[str, ...] = option(
        (), "Names whose comments are rejected; case, accents and spacing do not matter."
    )
    emails: tuple[str, ...] = option(
        (), "E-mail addresses whose comments are rejected; case does not matter."
    )
    networks: tuple[str, ...] = option(
        (), "Networks whose comments are rejected, by the keyed name that a comment's card shows."
    )


@dataclass(frozen=True, slots=True)
class _Blocked:
    names: frozenset[str]
    emails: frozenset[str]
    networks: frozenset[str]


def _prepare(options: BlockedAuthorOptions) -> _Blocked:
    for number, email in enumerate(options.emails, 1):
        if "@" not in email:
            mend = f'"{email[:60]}" is no e-mail address; write jan@example.com'
            raise UnusableEntry("emails", number, mend)
    for number, network in enumerate(options.networks, 1):
        if _NETWORK.fullmatch(network) is None:
            mend = f'"{network[:60]}" is no network; copy the 32 digits from a comment\'s card'
            raise UnusableEntry("networks", number, mend)
    return _Blocked(
        frozenset(_name(number, name) for number, name in enumerate(options.names, 1)),
        frozenset(compared(email) for email in options.emails),
        frozenset(options.networks),
    )


def _name(number: int, name: str) -> str:
    """The name as it is compared. One that nobody can see would be that of all who gave none."""
    found = compared(name)
    if not found:
        raise UnusableEntry("names", number, f"{shown(name)} is a name that nobody can see")
    return found


def compared(typed: str) -> str:
    """A name or an address in the form in which two of them are the same; empty for what nobody
    can see."""
    return _spaced(fold(typed))


def _spaced(folded: str) -> str:
    return " ".join(folded.split())


def _check(subject: Subject, context: Context, blocked: _Blocked) -> Evidence | None:
    matches = _matches(subject.views.name, blocked.names)
    matches += _matches(subject.views.email, blocked.emails)
    if context.kept_out is not None:
        return _kept_out(context.kept_out, matches)
    return Evidence(matches=matches) if matches or context.network in blocked.networks else None


def _kept_out(by: KeptOut, matches: tuple[Match, ...]) -> Evidence:
    told = {"block": by.block, "kind": by.kind}
    if by.until is None:
        return Evidence({"variant": "for_ever", **told}, matches)
    return Evidence({"variant": "until", **told, "until": by.until}, matches)


def _matches(field: FieldView, blocked: frozenset[str]) -> tuple[Match, ...]:
    if not blocked or _spaced(field.folded.text) not in blocked:
        return ()
    return (field.match(0, len(field.plain)),)


RULE = Rule(
    name="blocked_author",
    version=3,
    phase=Phase.FORCED,
    outcome=Outcome.REJECT,
    weight=0.0,
    options=BlockedAuthorOptions,
    check=_check,
    prepare=_prepare,
)
