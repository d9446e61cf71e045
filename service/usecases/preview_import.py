"""Link what was read of an export, and say what importing it would do."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.imported import (
    HELD,
    Bench,
    Known,
    Outline,
    Planned,
    PlannedComment,
    PlannedThread,
)
from service.domain.neutral import ExternalId
from service.domain.ports import Storage
from service.domain.site import Site
from service.usecases.tell_lookalikes import tell_lookalikes

AT_ONCE = 500
"""Threads or comments in one transaction, as in one look."""
LISTED = 1_000
"""Threads that a report lists; it counts them all."""


@dataclass(slots=True)
class Counts:
    """What becomes of the comments. `aside` are those kept that are no comments here; `merged` came
    from another system before; `changed` and `erased` were decided on here, `differs` say something
    else at their source now: none of them is touched."""

    created: int = 0
    aside: int = 0
    unchanged: int = 0
    merged: int = 0
    changed: int = 0
    erased: int = 0
    differs: int = 0

    def values(self) -> dict[str, int]:
        """By their names."""
        return {name: getattr(self, name) for name in self.__slots__}

    def add(self, planned: Outline, known: Known | None) -> Reason | None:
        """Counts one, and tells what is to be said of it."""
        if known is not None and known.external != planned.external:
            self.merged += 1
            return Reason.POSSIBLE_DUPLICATE_OTHER_SOURCE
        if known is None or known.undone:
            if planned.aside:
                self.aside += 1
            else:
                self.created += 1
            return None
        if known.gone:
            self.erased += 1
            return Reason.LOCALLY_ERASED
        if known.touched:
            self.changed += 1
            return Reason.LOCALLY_CHANGED
        if known.digest != planned.digest:
            self.differs += 1
            return Reason.DUPLICATE_ID_DIFFERS
        self.unchanged += 1
        return None


@dataclass(slots=True)
class _Pages:
    new: int = 0
    existing: int = 0
    held: int = 0
    listed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, page: PlannedThread, existing: set[str]) -> None:
        here = page.key in existing
        held = page.key.startswith(HELD)
        self.existing += here
        self.held += held and not here
        self.new += not here and not held
        if len(self.listed) < LISTED:
            state = "existing" if here else "held" if held else "new"
            self.listed.append({"key": page.key, "title": page.title, "state": state})


async def preview_import(bench: Bench, site: Site, *, storage: Storage) -> dict[str, Any]:
    """The report on an import: what was read, what would be made of it, page by page, and what is
    odd, by reason with samples. Nothing is written but into the bench. Raises Unavailable."""
    await _link(bench, site, storage)
    counts, pages = Counts(), _Pages()
    seen = 0
    while some := await asyncio.to_thread(bench.pages, seen, AT_ONCE):
        keys = [each.key for each in some]
        existing = set(await storage.imports.existing_keys(site.id, keys))
        for page in some:
            pages.add(page, existing)
        seen += len(some)
    first = seen
    while comments := await asyncio.to_thread(bench.outlined, seen - first, AT_ONCE):
        known = await storage.imports.known(site.id, comments)
        for each in comments:
            before = known.get(each.external)
            reason = counts.add(each, before)
            if before is not None and reason is not None:
                is_twin = before.external != each.external
                twin = f"{before.external.source} {before.external.id}" if is_twin else ""
                bench.say(Problem(reason, Outcome.MERGED, about=each.external.id, excerpt=twin))
        new = {n: each for n, each in enumerate(comments, seen) if each.external not in known}
        await tell_lookalikes(bench, site, new, storage=storage)
        seen += len(comments)
    report = await asyncio.to_thread(bench.report)
    return {
        **report,
        "counts": counts.values(),
        "pages": {
            "new": pages.new,
            "existing": pages.existing,
            "held": pages.held,
            "items": pages.listed,
        },
    }


def comments_of(planned: Sequence[Planned]) -> Sequence[PlannedComment]:
    """The comments among them."""
    return [each for each in planned if isinstance(each, PlannedComment)]


async def _link(bench: Bench, site: Site, storage: Storage) -> None:
    threads = await asyncio.to_thread(bench.unknown_threads)
    found: Mapping[ExternalId, str] = await storage.imports.thread_keys(site.id, threads)
    bench.adopt_threads(found)
    parents = await asyncio.to_thread(bench.unknown_parents)
    bench.adopt_parents(await storage.imports.parent_threads(site.id, parents))
    await asyncio.to_thread(bench.link)
