"""What happened to a site apart from decisions on comments: its rules, pages, settings, who is kept
out. Rows are only added, and chained like decisions are (`domain.decision`)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class SiteAct(StrEnum):
    """The acts that are logged. Each has a sentence `site_act.<act>` in the catalogues, which may
    name `{about}` and any of the act's details."""

    RULE_SET_DRAFT = "rule_set_draft"
    RULE_SET_SHADOW = "rule_set_shadow"
    RULE_SET_ACTIVE = "rule_set_active"
    RULE_SET_RETIRED = "rule_set_retired"
    AUTHOR_BLOCKED = "author_blocked"
    AUTHOR_UNBLOCKED = "author_unblocked"
    NOTE_ADDED = "note_added"
    NOTE_REMOVED = "note_removed"
    THREAD_CLOSED = "thread_closed"
    THREAD_OPENED = "thread_opened"
    THREAD_RENAMED = "thread_renamed"
    THREADS_MERGED = "threads_merged"
    MERGE_UNDONE = "merge_undone"
    SITE_MADE = "site_made"
    SITE_CHANGED = "site_changed"
    IMPORTED = "imported"
    IMPORT_UNDONE = "import_undone"


@dataclass(frozen=True, slots=True)
class SiteEvent:
    """One act. `about_id` and `about_name` tell what it was done to, as it was called then.
    `details` holds JSON values; `undoes` the public id of the event that this one took back.
    `previous` and `hash` are empty until the log takes the event in."""

    public_id: str
    site_id: int
    at: int
    act: SiteAct
    actor_id: str
    actor_name: str
    about_id: str | None = None
    about_name: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    undoes: str | None = None
    previous: str = ""
    hash: str = ""


def chained_event(event: SiteEvent, previous: str) -> SiteEvent:
    """The event with its place in the log: `hash` covers every other field and `previous`."""
    return replace(event, previous=previous, hash=_digest(event, previous))


def is_intact_event(event: SiteEvent) -> bool:
    """Whether the stored hash is the one that the stored fields give."""
    return _digest(event, event.previous) == event.hash


def _digest(event: SiteEvent, previous: str) -> str:
    fields = [
        previous,
        event.public_id,
        event.site_id,
        event.at,
        event.act.value,
        event.actor_id,
        event.actor_name,
        event.about_id,
        event.about_name,
        dict(event.details),
        event.undoes,
    ]
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
