"""A site's rule set as data: one numbered version of it, which never changes but in its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RuleState(StrEnum):
    """What a version does: nothing yet, run beside the active one without a vote, judge, or
    nothing any more. At most one version of a site is active, and one in the shadow."""

    DRAFT = "draft"
    SHADOW = "shadow"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version. `content` is `rules.rule_set.content_of`; `moved_by` and `moved_at` tell who
    gave it its state, `replay` after which replay."""

    version: int
    state: RuleState
    content: Mapping[str, Any]
    created_by: str
    created_at: int
    moved_by: str | None = None
    moved_at: int | None = None
    replay: str | None = None
