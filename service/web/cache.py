"""Ready answers for readers: bytes, validator and gzip, dropped the moment a thread changes.

An entry is found by the request's target as it came over the line, so a hit parses nothing. It is
stored only when nothing that it was made from changed while it was made; what was asked for by
many at once is made once.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from service.patience import PATIENCE
from service.web import headers
from service.web.packing import PACKED_FROM, packed
from service.web.ready_response import Shown

ENTRY_OVERHEAD = 4_000
"""About the bytes that an entry's objects take besides its bodies."""

ANY: Final = None
"""What an answer depends on when it is more than one thread, or a thread that is not there yet:
then any thread's change drops it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A ready answer; `unchanged` is for who has it already. `thread` is the id of the thread it
    shows, ANY when it is not one thread's. `origins` are the site's: the ones that its scripts
    may read the answer from."""

    etag: str
    plain: Shown
    packed: Shown | None
    unchanged: Shown
    thread: int | None
    origins: frozenset[str]

    @property
    def size(self) -> int:
        """Roughly the memory it takes, in bytes."""
        forms = [form for form in (self.plain, self.packed) if form is not None]
        return ENTRY_OVERHEAD + sum(len(form.body) for form in forms)


def make_entry(
    body: bytes,
    thread: int | None,
    origins: frozenset[str],
    content_type: str = headers.JSON,
    fields: Mapping[str, str] = headers.READERS,
) -> Entry:
    """The entry for an answer's bytes, packed when that pays."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    kept = {**fields, "ETag": etag}
    said = {**kept, "Content-Type": content_type}
    small = packed(body, 0) if len(body) >= PACKED_FROM else None
    return Entry(
        etag=etag,
        plain=_shown(body, said),
        packed=None if small is None else _shown(small, {**said, "Content-Encoding": "gzip"}),
        unchanged=Shown.of(kept, b"", HTTPStatus.NOT_MODIFIED),
        thread=thread,
        origins=origins,
    )


def _shown(body: bytes, said: Mapping[str, str]) -> Shown:
    return Shown.of({**said, "Content-Length": str(len(body))}, body)


@dataclass(slots=True)
class _Making:
    """An answer being made, and what changed in the meantime."""

    answer: "asyncio.Future[Entry]"
    changed: set[int | None] = field(default_factory=set)

    def is_overtaken(self, thread: int | None) -> bool:
        if thread is ANY:
            return bool(self.changed)
        return thread in self.changed or None in self.changed


class AnswerCache:
    """Entries by request target, at most `max_bytes` of them, the least recently used go first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._targets: dict[int | None, set[str]] = {}
        self._making: dict[str, _Making] = {}
        self.get: Callable[[str], Entry | None] = self._entries.get
        """The entry for a target, or None. Says nothing about use: see `touch`."""

    def __len__(self) -> int:
        return len(self._entries)

    def touch(self, target: str) -> None:
        """Marks a hit as used just now."""
        self._entries.move_to_end(target)

    def drop(self, thread: int | None) -> None:
        """Forgets what depends on the thread; None: everything, for anything may have changed."""
        for making in self._making.values():
            making.changed.add(thread)
        if thread is None:
            self._entries.clear()
            self._targets.clear()
            self._bytes = 0
            return
        for dependency in (thread, ANY):
            self._drop_depending(dependency)

    def drop_votes(self, thread: int) -> None:
        """Forgets the pages of the thread, where only votes have changed: nothing else shows
        them."""
        for making in self._making.values():
            making.changed.add(thread)
        self._drop_depending(thread)

    async def make(self, target: str, make: Callable[[], Awaitable[Entry]]) -> Entry:
        """The entry for a target that was not found: made once, whoever else asks meanwhile."""
        running = self._making.get(target)
        if running is None or running.changed:
            running = _Making(asyncio.ensure_future(_started(make)))
            self._making[target] = running
            running.answer.add_done_callback(lambda _: self._finish(target, running))
        with PATIENCE:  # what it waits for in vain, all who asked have waited for
            return await asyncio.shield(running.answer)

    def _drop_depending(self, dependency: int | None) -> None:
        for target in self._targets.pop(dependency, ()):
            self._bytes -= self._entries.pop(target).size

    def _finish(self, target: str, making: _Making) -> None:
        current = self._making.get(target) is making
        if current:
            del self._making[target]
        if making.answer.cancelled() or making.answer.exception() is not None:
            return
        entry = making.answer.result()
        # One that was replaced hears of no changes any more.
        if current and not making.is_overtaken(entry.thread):
            self._keep(target, entry)

    def _keep(self, target: str, entry: Entry) -> None:
        if entry.size > self._max_bytes:
            return
        self._forget(target)
        self._entries[target] = entry
        self._targets.setdefault(entry.thread, set()).add(target)
        self._bytes += entry.size
        while self._bytes > self._max_bytes:
            self._forget(next(iter(self._entries)))

    def _forget(self, target: str) -> None:
        entry = self._entries.pop(target, None)
        if entry is None:
            return
        self._bytes -= entry.size
        targets = self._targets[entry.thread]
        targets.discard(target)
        if not targets:
            del self._targets[entry.thread]


async def _started(make: Callable[[], Awaitable[Entry]]) -> Entry:
    return await make()
