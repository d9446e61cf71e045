"""What judging, learning and replaying need of what is kept: a part of `ports`."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from service.domain.job import Job
from service.domain.judged_text import JudgedText, Place, RuleCount, SeenText
from service.domain.lesson import Lesson
from service.domain.rule_version import RuleVersion


class RuleSets(Protocol):
    async def active(self, site_id: int) -> RuleVersion | None:
        """The version in force."""

    async def shadow(self, site_id: int) -> RuleVersion | None:
        """The version that runs beside it without a vote."""

    async def version(self, site_id: int, version: int) -> RuleVersion | None: ...

    async def newest(self, site_id: int) -> RuleVersion | None:
        """The version with the highest number."""

    async def all(self, site_id: int) -> Sequence[RuleVersion]:
        """Every version, newest first, without its content."""


class History(Protocol):
    """The texts that were judged, from the oldest place on."""

    async def judged(
        self, site_id: int, after: Place, since: int, until: int, most: int
    ) -> Sequence[JudgedText]:
        """The next texts of those that came in from `since` to before `until`."""

    async def count(self, site_id: int, since: int, until: int) -> int:
        """How many there are."""

    async def waiting(self, site_id: int, after: int, most: int) -> Sequence[SeenText]:
        """The newest of the comments that wait and have ids above `after`, oldest first."""

    async def before_newest(self, site_id: int, most: int) -> Place:
        """The place after which the newest `most` texts stand."""

    async def shadow_rules(self, site_id: int, after: Place) -> Sequence[RuleCount]:
        """What the rules without a vote, of the sets that judged, found in texts from there on."""


class Jobs(Protocol):
    async def by_public_id(self, public_id: str) -> Job | None: ...

    async def brief(self, public_id: str) -> Job | None:
        """The job; of what was asked only the window, for the rest can be megabytes."""

    async def running(self, kind: str) -> Sequence[Job]:
        """Those of the kind that are not at their end, oldest first."""

    async def newest(self, site_ids: tuple[int, ...] | None, kind: str, most: int) -> Sequence[Job]:
        """The newest of the kind, as briefly."""


class Models(Protocol):
    """Learned models, and what they are learned from."""

    async def lessons(self, site_id: int, most: int) -> Sequence[Lesson]:
        """The newest texts that people decided on, oldest first."""

    async def contexts(self, site_id: int, most: int) -> Sequence[tuple[Mapping[str, Any], bool]]:
        """The context snapshots of those texts, and whether people found them bad."""

    async def news(self, site_id: int, most: int) -> int:
        """How many of people's decisions are newer than the model, counted up to `most`."""

    async def state(self, site_id: int) -> tuple[int, bytes] | None:
        """The version and the bytes of the site's model."""
