"""Verify the logs: find any decision, or event of a site, that was changed, removed or moved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from service.domain.decision import is_intact
from service.domain.log_ports import Chain, Link
from service.domain.ports import Storage
from service.domain.site import Site
from service.domain.site_event import is_intact_event

PAGE = 1_000

L = TypeVar("L", bound=Link)


@dataclass(frozen=True, slots=True)
class LogReport:
    """`checked` counts decisions, `events` what else happened to the site. `broken_at` is the
    position of the first entry that does not fit, None when all do; `problem` is `changed`,
    `misplaced`, `missing` or `added`; `part` is the log it was found in: `decisions` or `events`.
    """

    site: str
    checked: int
    broken_at: int | None = None
    problem: str | None = None
    events: int = 0
    part: str = "decisions"


@dataclass(frozen=True, slots=True)
class _Walked:
    checked: int
    broken_at: int | None = None
    problem: str | None = None


def _silently(checked: int, count: int) -> None:
    """Nobody watches."""


async def verify_log(
    site: Site, *, storage: Storage, progress: Callable[[int, int], None] = _silently
) -> LogReport:
    """Walks the site's logs from their start and compares their ends with the heads noted apart.

    `progress` is called with how many of how many decisions are checked, now and then.
    """
    decisions = await _walk(site, storage.decisions, is_intact, progress)
    if decisions.problem is not None:
        return LogReport(site.slug, decisions.checked, decisions.broken_at, decisions.problem)
    events = await _walk(site, storage.site_events, is_intact_event, _silently)
    part = "decisions" if events.problem is None else "events"
    return LogReport(
        site.slug, decisions.checked, events.broken_at, events.problem, events.checked, part
    )


async def _walk(
    site: Site, log: Chain[L], intact: Callable[[L], bool], progress: Callable[[int, int], None]
) -> _Walked:
    count, head = await log.head(site.id)
    checked, previous = 0, ""
    while checked < count:
        rows = await log.chain(site.id, checked, PAGE)
        if not rows:
            break
        for position, entry in rows:
            if checked == count:
                break
            if position != checked + 1:
                return _Walked(checked, checked + 1, "missing")
            if not intact(entry):
                return _Walked(checked, position, "changed")
            if entry.previous != previous:
                return _Walked(checked, position, "misplaced")
            checked, previous = position, entry.hash
        progress(checked, count)
    if checked != count or previous != head:
        return _Walked(checked, checked + 1, "missing")
    # What was logged meanwhile has moved the head; a row that moved nothing is not the log's.
    beyond = await log.chain(site.id, checked, 1)
    if beyond and (await log.head(site.id))[0] == count:
        return _Walked(checked, checked + 1, "added")
    return _Walked(checked)
