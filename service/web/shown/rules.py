"""Rule sets, replays and models as moderators see them."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from service.domain.job import Job, JobState
from service.domain.rule_version import RuleState, RuleVersion
from service.locales import text
from service.rules.lint import Remark
from service.rules.replay import Tally
from service.web.shown.times import Time, iso, iso_or_none


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownVersion(_Shown):
    """One version of a site's rule set. `moved_*` tell who gave it its state, `replay` after which
    replay."""

    version: int
    state: RuleState
    created_by: str
    created_at: Time
    moved_by: str | None
    moved_at: Time | None
    replay: str | None


class WholeVersion(ShownVersion):
    """A version with all that it says: thresholds, and each rule's weight and options."""

    content: dict[str, Any]


class VersionList(_Shown):
    """Every version of a site's rule set, newest first."""

    items: list[ShownVersion]
    next: None = None


class ShownRemark(_Shown):
    """Something that looks like a mistake. `rule` is empty when it is about the whole set."""

    code: str
    rule: str
    sentence: str


class RemarkList(_Shown):
    """What looks like a mistake in a rule set."""

    items: list[ShownRemark]
    next: None = None


class SavedVersion(_Shown):
    """The version that now holds the rule set, and what looks like a mistake in it."""

    version: int
    remarks: list[ShownRemark]


class ReplaySample(_Shown):
    """A text whose verdict differs. `people`: what people made of it."""

    comment: str
    people: str
    text: str
    score: float
    findings: list[dict[str, Any]]


class ShownTally(_Shown):
    """What a rule set would have made of texts, beside what was made of them.

    `changes` counts by verdict then and now (`publish>hold`); `then` and `now` hold the verdicts
    against people's decisions (`bad_stopped`, `bad_published`, `good_stopped`, `good_published`);
    `rules` tells how many texts each rule finds something in, and what people made of those.
    """

    texts: int
    summary: dict[str, int]
    changes: dict[str, int]
    then: dict[str, int]
    now: dict[str, int]
    rules: dict[str, dict[str, int]]
    samples: dict[str, list[ReplaySample]]


class ShownReplay(_Shown):
    """A replay, and what it found so far."""

    id: str
    site: str
    state: JobState
    done: int
    total: int
    since: Time
    until: Time
    created_by: str
    created_at: Time
    updated_at: Time
    result: ShownTally


class ReplayList(_Shown):
    """The newest replays, newest first."""

    items: list[ShownReplay]
    next: None = None


class ShownRuleCount(_Shown):
    """How many texts a rule found something in, and what people made of those."""

    rule: str
    texts: int
    bad: int
    good: int


class ShadowReport(_Shown):
    """What the version in the shadow would have done; `version` null when there is none. `rules`
    are those that have no vote in the sets that judged, and what they found in the newest texts."""

    version: ShownVersion | None
    result: ShownTally
    rules: list[ShownRuleCount]


class ModelReport(_Shown):
    """What the learned model said of texts as they came in, against what people then decided."""

    version: int | None
    decisions: int
    bad: int
    suspect_bad: int
    suspect_good: int
    fine_bad: int
    fine_good: int
    unsure: int
    unasked: int
    precision: float | None
    recall: float | None


def shown_remarks(remarks: Iterable[Remark], language: str) -> list[ShownRemark]:
    """Remarks with their sentences."""
    return [
        ShownRemark(
            code=remark.code,
            rule=remark.rule,
            sentence=text(language, f"lint.{remark.code}", rule=remark.rule, **remark.params),
        )
        for remark in remarks
    ]


def shown_version(version: RuleVersion) -> ShownVersion:
    """A version without its content."""
    return ShownVersion(**_version(version))


def whole_version(version: RuleVersion) -> WholeVersion:
    """A version with its content."""
    return WholeVersion(**_version(version), content=dict(version.content))


def shown_replay(job: Job, site: str) -> ShownReplay:
    """A replay of the site with this slug."""
    return ShownReplay(
        id=job.public_id,
        site=site,
        state=job.state,
        done=job.done,
        total=job.total,
        since=iso(job.parameters["since"]),
        until=iso(job.parameters["until"]),
        created_by=job.created_by,
        created_at=iso(job.created_at),
        updated_at=iso(job.updated_at),
        result=shown_tally(Tally.restore(job.position["tally"])),
    )


def shown_tally(tally: Tally) -> ShownTally:
    """A tally with its summary."""
    return ShownTally(**tally.snapshot(), summary=tally.summary())


def _version(version: RuleVersion) -> Mapping[str, Any]:
    return {
        "version": version.version,
        "state": version.state,
        "created_by": version.created_by,
        "created_at": iso(version.created_at),
        "moved_by": version.moved_by,
        "moved_at": iso_or_none(version.moved_at),
        "replay": version.replay,
    }
