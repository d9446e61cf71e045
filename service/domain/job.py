"""Long work that outlives a request and a restart: how far it is, and what it found so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

BULK, IMPORT, LOOK, REPLAY = "bulk", "import", "import_look", "replay"
"""The kinds of jobs."""


class JobState(StrEnum):
    """`running` includes work that waits for its turn, or for the process that was stopped;
    `stopped` is what people ended before it was done."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `done` of `total` things are worked off; `position` holds all that is needed to go
    on from there, with the result so far; `parameters` what was asked."""

    public_id: str
    site_id: int
    kind: str
    state: JobState
    done: int
    total: int
    position: Mapping[str, Any]
    parameters: Mapping[str, Any]
    created_by: str
    created_at: int
    updated_at: int
