"""What is allowed in a rule set and still looks like a mistake."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from service.domain.comment import Author
from service.domain.site import Moderation
from service.rules.contract import Context, Phase
from service.rules.engine import judge, view
from service.rules.replay import Tally
from service.rules.rule_set import Entry, RuleSet

EAGER_SHARE = 0.02
"""Of the texts that people approved: a rule that finds something in more of them is too eager."""
TEXTS_MIN = 200
"""Below so many texts nothing is said of how often a rule fires."""
TRAPS_SHOWN = 5
TRAPS_WIDTH = 40
QUIET_BY_NATURE = frozenset(
    {"blank_text", "blocked_author", "closed_thread", "fast_form", "long_text", "over_budget"}
    | {"learned_fine", "learned_suspect", "trap_field", "hold_everything", "reserved_name"}
    | {"trusted_author"}
)
"""Rules that a replay cannot show at work, or that speak only in an emergency."""

# Words of the sort that a part of another word gets held for: towns, trades, plain words.
INNOCENT = [
    "Scunthorpe",
    "Essex",
    "Sussex",
    "Middlesex",
    "Penistone",
    "Clitheroe",
    "Lightwater",
    "Arsenal",
    "cockpit",
    "cocktail",
    "peacock",
    "Dickens",
    "Hancock",
    "shiitake",
    "therapist",
    "analysis",
    "assassin",
    "classic",
    "passage",
    "pussycat",
    "titanic",
    "constitution",
    "documentation",
    "cumulative",
    "button",
    "saxophone",
    "grape",
    "specialist",
    "specialty",
    "socialism",
    "homogeen",
    "homogene",
    "specialistisch",
    "klassiek",
    "kutná",
    "hora",
    "Kutzow",
    "executie",
    "kontaktpunt",
    "pikant",
    "lulkoek",
    "anaal",
    "kanaal",
    "analyse",
    "titel",
    "hoeraatje",
    "hoerenloper",
    "taxichauffeur",
    "cialisme",
]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at. The sentence stands in the catalogues under `lint.<code>`."""

    code: str
    rule: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def lint_rule_set(rule_set: RuleSet) -> Iterator[Remark]:
    """What the rule set shows by itself: weights that do nothing, holds that nothing reaches, and
    own words or patterns that stop innocent words for what stands inside them."""
    scored = [
        entry
        for entry in rule_set.entries
        if entry.rule.phase is Phase.SCORED and entry.enabled and not entry.shadow
    ]
    for entry in scored:
        if entry.weight == 0:
            yield Remark("no_weight", entry.rule.name)
    if scored and math.fsum(entry.weight for entry in scored) < rule_set.hold_at:
        yield Remark("never_holds", "", {"hold_at": f"{rule_set.hold_at:g}"})
    for entry in rule_set.entries:
        if entry.enabled:
            yield from _loose_patterns(entry)
    yield from _traps(rule_set)


def lint_tally(rule_set: RuleSet, tally: Tally) -> Iterator[Remark]:
    """What a replay of the rule set shows: rules that found nothing, and rules that find something
    in what people approve."""
    if tally.texts < TEXTS_MIN:
        return
    good = tally.now["good_published"] + tally.now["good_stopped"]
    for entry in rule_set.entries:
        name = entry.rule.name
        counts = tally.rules.get(name)
        if not entry.enabled or name in QUIET_BY_NATURE:
            continue
        if counts is None:
            yield Remark("dead_rule", name, {"n": tally.texts})
        elif counts["good"] > EAGER_SHARE * max(good, TEXTS_MIN) and not entry.rule.yields_to_trust:
            percent = round(100 * counts["good"] / good)
            yield Remark("eager_rule", name, {"percent": percent, "n": good})


def _traps(rule_set: RuleSet) -> Iterator[Remark]:
    """Innocent words that the set holds or worse by the words and patterns in it."""
    context = Context(now=0, language="nl", moderation=Moderation.HOLD_SUSPECT)
    hit: dict[str, list[str]] = {}
    for word in INNOCENT:
        findings = judge(rule_set, view(Author(), word), context).findings
        for rule in [finding.rule for finding in findings if finding.matches]:
            hit.setdefault(rule, []).append(word)
    for rule, words in hit.items():
        shown = ", ".join(words[:TRAPS_SHOWN]) + (", …" if len(words) > TRAPS_SHOWN else "")
        yield Remark("substring_trap", rule, {"words": shown, "n": len(words)})


def _loose_patterns(entry: Entry) -> Iterator[Remark]:
    """Patterns of letters alone: they find something inside longer words too."""
    for pattern in getattr(entry.options, "patterns", ()):
        if pattern.isalnum():
            params = {"pattern": pattern[:TRAPS_WIDTH], "word": f"{pattern[:TRAPS_WIDTH]}en"}
            yield Remark("loose_pattern", entry.rule.name, params)
