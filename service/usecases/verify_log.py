"""Verify the log: find any decision that was changed, removed or put elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass

from service.domain.decision import is_intact
from service.domain.ports import Storage
from service.domain.site import Site

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class LogReport:
    """`broken_at` is the position of the first decision that does not fit, None when all do;
    `problem` is `changed`, `misplaced`, `missing` or `added`."""

    site: str
    checked: int
    broken_at: int | None = None
    problem: str | None = None


def _silently(checked: int, count: int) -> None:
    """Nobody watches."""


async def verify_log(
    site: Site, *, storage: Storage, progress: Callable[[int, int], None] = _silently
) -> LogReport:
    """Walks the site's log from its start and compares its end with the head noted apart.

    `progress` is called with how many of how many decisions are checked, now and then.
    """
    count, head = await storage.decisions.head(site.id)
    checked, previous = 0, ""
    while checked < count:
        rows = await storage.decisions.chain(site.id, checked, PAGE)
        if not rows:
            break
        for position, decision in rows:
            if checked == count:
                break
            if position != checked + 1:
                return LogReport(site.slug, checked, checked + 1, "missing")
            if not is_intact(decision):
                return LogReport(site.slug, checked, position, "changed")
            if decision.previous != previous:
                return LogReport(site.slug, checked, position, "misplaced")
            checked, previous = position, decision.hash
        progress(checked, count)
    if checked != count or previous != head:
        return LogReport(site.slug, checked, checked + 1, "missing")
    # Decisions taken meanwhile have moved the head; a row that moved nothing is not the log's.
    beyond = await storage.decisions.chain(site.id, checked, 1)
    if beyond and (await storage.decisions.head(site.id))[0] == count:
        return LogReport(site.slug, checked, checked + 1, "added")
    return LogReport(site.slug, checked)
