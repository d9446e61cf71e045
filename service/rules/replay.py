"""What another rule set would have made of texts that were judged before: exact, and added up.

Each text is judged again in the context of then, with the learned model's opinion of then, so that
the same rule set gives the same verdict. Tallies of parts add up to the tally of the whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from service.domain.finding import Finding, Verdict
from service.domain.judged_text import JudgedText
from service.rules.contract import Context
from service.rules.engine import Judgement, judge, view
from service.rules.rule_set import RuleSet

SAMPLES = 10
"""Texts kept of each kind of change, to look at."""
MATCHES_SHOWN = 5
TEXT_SHOWN = 200

Sample = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """`changes` counts texts by their verdict then and now (`publish>hold`). `then` and `now` hold
    the verdicts against people's decisions: `bad_stopped`, `bad_published`, `good_stopped`,
    `good_published`. `rules` tells of each rule now how many texts it found something in, and how
    many of those people found bad or good; shadow rules too. `samples` are a few texts of each
    change of the verdict, with what the rules say now.
    """

    texts: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    then: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)
    rules: dict[str, Counter[str]] = field(default_factory=dict)
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def summary(self) -> dict[str, int]:
        """The changes in five numbers. `newly_freed` would be published now and was not;
        `newly_held` and `newly_stopped` (rejected or refused) were milder then; `eased` is stopped
        no more, but still waits for a person."""
        totals = dict.fromkeys(
            ("unchanged", "newly_held", "newly_freed", "newly_stopped", "eased"), 0
        )
        for change, count in self.changes.items():
            totals[_kind_of(*change.split(">"))] += count
        return totals

    def snapshot(self) -> dict[str, Any]:
        """The tally as JSON values; `restore` gives it back."""
        return {
            "texts": self.texts,
            "changes": dict(self.changes),
            "then": dict(self.then),
            "now": dict(self.now),
            "rules": {rule: dict(counts) for rule, counts in self.rules.items()},
            "samples": {change: list(kept) for change, kept in self.samples.items()},
        }

    @classmethod
    def restore(cls, snapshot: Mapping[str, Any]) -> "Tally":
        """The tally that `snapshot` described."""
        return cls(
            texts=snapshot["texts"],
            changes=Counter(snapshot["changes"]),
            then=Counter(snapshot["then"]),
            now=Counter(snapshot["now"]),
            rules={rule: Counter(counts) for rule, counts in snapshot["rules"].items()},
            samples={change: list(kept) for change, kept in snapshot["samples"].items()},
        )

    def add(self, other: "Tally") -> None:
        """Adds what the other counted. The order of adding does not matter."""
        self.texts += other.texts
        self.changes.update(other.changes)
        self.then.update(other.then)
        self.now.update(other.now)
        for rule, counts in other.rules.items():
            self.rules.setdefault(rule, Counter()).update(counts)
        for change, kept in other.samples.items():
            self._keep(change, kept)

    def note(
        self, text: JudgedText, verdict: str, found: Iterable[str], sample: Callable[[], Sample]
    ) -> None:
        """Counts one text that gets `verdict` now, for what the rules `found`."""
        self.texts += 1
        change = f"{text.verdict}>{verdict}"
        self.changes[change] += 1
        fate = "undecided" if text.is_bad is None else "bad" if text.is_bad else "good"
        if text.is_bad is not None:
            self.then[f"{fate}_{_effect(text.verdict)}"] += 1
            self.now[f"{fate}_{_effect(verdict)}"] += 1
        for rule in set(found):
            self.rules.setdefault(rule, Counter()).update(("texts", fate))
        if verdict != text.verdict:
            people = {"comment": text.comment, "people": fate, "text": text.text[:TEXT_SHOWN]}
            self._keep(change, [{**people, **sample()}])

    def _keep(self, change: str, samples: Iterable[Sample]) -> None:
        # Public ids are random: the smallest are a fair sample, and the same in every order.
        kept = [*self.samples.get(change, ()), *samples]
        self.samples[change] = sorted(kept, key=lambda sample: sample["comment"])[:SAMPLES]


def judge_again(rule_set: RuleSet, text: JudgedText) -> Judgement:
    """What the rule set says of the text in the context of then. The model of today is not asked:
    its opinion of then stands in the context."""
    return judge(rule_set, view(text.author, text.text), Context.restore(text.context))


def tally_replay(rule_set: RuleSet, texts: Iterable[JudgedText]) -> Tally:
    """The verdicts of then beside those of this rule set."""
    tally = Tally()
    for text in texts:
        judgement = judge_again(rule_set, text)
        rules = (finding.rule for finding in judgement.findings)
        tally.note(text, judgement.verdict.value, rules, partial(_sample, judgement))
    return tally


def tally_shadow(texts: Iterable[JudgedText], version: int) -> Tally:
    """The verdicts that counted beside those of this version of the rule set in the shadow, as
    both were given when the texts came in."""
    tally = Tally()
    for text in texts:
        said = text.shadow
        if said is not None and said["rule_set"] == version:
            rules = (finding["rule"] for finding in said["findings"])
            sample = {"score": said["score"], "findings": said["findings"]}
            tally.note(text, said["verdict"], rules, sample.copy)
    return tally


def _sample(judgement: Judgement) -> Sample:
    findings = [finding_summary(finding) for finding in judgement.findings]
    return {"score": judgement.score, "findings": findings}


def finding_summary(finding: Finding) -> dict[str, Any]:
    """A finding as a few JSON values."""
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "weight": finding.weight,
        "shadow": finding.shadow,
        "failed": finding.failed,
        "matches": [
            [match.field, match.start, match.end, match.text[:100]]
            for match in finding.matches[:MATCHES_SHOWN]
        ],
    }


def _effect(verdict: str) -> str:
    return "published" if verdict == Verdict.PUBLISH.value else "stopped"


def _kind_of(then: str, now: str) -> str:
    stopped = {Verdict.REJECT.value, Verdict.REFUSE.value}
    if then == now or {then, now} == stopped:
        return "unchanged"
    if now == Verdict.PUBLISH.value:
        return "newly_freed"
    if now in stopped:
        return "newly_stopped"
    return "eased" if then in stopped else "newly_held"
