"""Threads that are followed, without a database: what readers see of them is what a test says."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.domain.errors import Unavailable
from service.domain.thread import Thread


@dataclass
class FakeThreads:
    """What readers see, and what was asked: both `feeds` and `threads` of a storage."""

    shown: dict[int, dict[str, int]] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    asked: list[Sequence[int]] = field(default_factory=list)
    shut: set[int] = field(default_factory=set)
    is_away: bool = False

    async def revisions_shown(self, thread_ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
        self.asked.append(tuple(thread_ids))
        await asyncio.sleep(0)
        if self.is_away:
            raise Unavailable
        return {id_: dict(self.shown.get(id_, {})) for id_ in thread_ids}

    async def by_id(self, thread_id: int) -> Thread | None:
        key = self.keys.get(thread_id)
        return None if key is None else Thread(thread_id, 1, key)

    async def closed(self, thread_ids: Sequence[int]) -> Mapping[int, bool]:
        return {id_: id_ in self.shut for id_ in thread_ids if id_ in self.keys}

    async def by_key(self, site_id: int, key: str) -> Thread | None:
        found = [id_ for id_, known in self.keys.items() if known == key and site_id == 1]
        return Thread(found[0], 1, key) if found else None


@dataclass
class FakeStorage:
    feeds: FakeThreads
    threads: FakeThreads
