"""Tells those who follow a thread what changes for its readers: read once a change, for all.

A thread that is followed is kept as what readers see of it (the published revision by comment, and
whether it is closed), so that any change shows, wherever it was made: a decision, an edit, another
process, a merge.
"""

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from service.domain.errors import Unavailable
from service.domain.ports import Storage
from service.domain.thread import Thread

NEWS_KEPT = 64
"""Of each thread; who is further behind is told to read it anew."""
MOST_IDS = 100
"""In one piece of news; beyond them, reading the thread anew is cheaper for everybody."""
IDLE_KEPT = 200
"""Threads that nobody follows just now, so that who comes back soon can go on."""
AT_ONCE = 100
PAUSE_SECONDS = 0.2
"""Between two looks at the database, however much changes."""
RETRY_SECONDS = 1.0

Place = tuple[int, str]
"""A site and the key of a page in it."""


@dataclass(frozen=True, slots=True)
class News:
    """What changed for readers, as public ids, and how many comments there are now. `number`
    counts the news of the thread. `is_all`: it may be anything, so read the thread anew. `closed`:
    this alone is the news, the thread is closed now or open again."""

    number: int
    count: int
    published: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_all: bool = False
    closed: bool | None = None


@dataclass(eq=False, slots=True)
class LiveThread:
    """A thread that is followed. `thread_id` None: nobody has commented there yet. `epoch` names
    this life of it: numbers of news mean nothing in another. `ended`: its comments went elsewhere.
    """

    place: Place
    thread_id: int | None
    epoch: str = field(default_factory=lambda: secrets.token_hex(8))
    followers: int = 0
    shown: Mapping[str, int] | None = None
    number: int = 0
    closed: bool = False
    ended: bool = False
    news: deque[News] = field(default_factory=lambda: deque(maxlen=NEWS_KEPT))
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def see(self, shown: Mapping[str, int], *, closed: bool = False) -> None:
        """Takes in what readers see now, and tells what is different."""
        before, self.shown = self.shown, shown
        was_closed, self.closed = self.closed, closed
        if before is None:
            self.wake()
            return
        if closed != was_closed:
            self.number += 1
            self.news.append(self.standing())
            self.wake()
        if before != shown:
            self._tell(
                [each for each in shown if each not in before],
                [
                    each
                    for each, revision in shown.items()
                    if before.get(each, revision) != revision
                ],
                [each for each in before if each not in shown],
            )

    def end(self) -> None:
        """Tells that nothing more will come from here."""
        self.ended = True
        self.number += 1
        self.news.append(News(self.number, 0, is_all=True))
        self.wake()

    def wake(self) -> None:
        """Lets everybody look who waits."""
        self.woken.set()
        self.woken = asyncio.Event()

    def state(self, *, is_all: bool) -> News:
        """Where the thread is now, for who has heard nothing yet or too little."""
        return News(self.number, len(self.shown or ()), is_all=is_all)

    def standing(self) -> News:
        """Whether it is closed."""
        return News(self.number, len(self.shown or ()), closed=self.closed)

    def since(self, number: int) -> Sequence[News]:
        """The news after that number; one piece that stands for all when they are not kept."""
        if self.number - number > len(self.news):
            return [self.state(is_all=True)]
        return [each for each in self.news if each.number > number]

    def _tell(self, published: list[str], changed: list[str], removed: list[str]) -> None:
        self.number += 1
        if len(published) + len(changed) + len(removed) > MOST_IDS:
            self.news.append(self.state(is_all=True))
        else:
            ids = (tuple(published), tuple(changed), tuple(removed))
            self.news.append(News(self.number, len(self.shown or ()), *ids))
        self.wake()


class LiveThreads:
    """All threads that are followed. `changed` is told by the storage, in the event loop."""

    def __init__(self, storage: Storage) -> None:
        self.closed = False
        self._storage = storage
        self._by_id: dict[int, LiveThread] = {}
        self._unborn: dict[Place, LiveThread] = {}
        self._idle: OrderedDict[int, None] = OrderedDict()
        self._dirty: set[int] = set()
        self._strangers: set[int | Place] = set()
        self._worker: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def follow(self, place: Place, thread_id: int | None) -> AsyncIterator[LiveThread]:
        """The thread of a page, kept up to date for as long as somebody follows it."""
        live = self._found(place, thread_id)
        live.followers += 1
        try:
            yield live
        finally:
            live.followers -= 1
            if live.followers == 0:
                self._rest(live)

    def changed(self, thread_id: int | None) -> None:
        """Readers see something else of this thread; None: of any."""
        if thread_id is None:
            for idle in list(self._idle):
                self._forget(self._by_id[idle])
            self._dirty.update(self._by_id)
            self._strangers.update(self._unborn)
        elif thread_id in self._idle:
            self._forget(self._by_id[thread_id])
        elif thread_id in self._by_id:
            self._dirty.add(thread_id)
        elif self._unborn:
            self._strangers.add(thread_id)
        self._work()

    def close(self) -> None:
        """Ends all there is: everybody who follows looks up and finds it closed."""
        self.closed = True
        if self._worker is not None:
            self._worker.cancel()
        for live in (*self._by_id.values(), *self._unborn.values()):
            live.wake()

    def _found(self, place: Place, thread_id: int | None) -> LiveThread:
        if thread_id is None:
            unborn = self._unborn.get(place)
            if unborn is None:
                unborn = self._unborn[place] = LiveThread(place, None, shown={})
                # It may have come into the world since its caller looked.
                self._strangers.add(place)
                self._work()
            return unborn
        live = self._by_id.get(thread_id)
        if live is None:
            live = self._by_id[thread_id] = LiveThread(place, thread_id)
            self._dirty.add(thread_id)
            self._work()
        self._idle.pop(thread_id, None)
        return live

    def _rest(self, live: LiveThread) -> None:
        if live.thread_id is None:
            self._unborn.pop(live.place, None)
        elif live.shown is None or live.ended or live.thread_id in self._dirty:
            self._forget(live)
        else:
            self._idle[live.thread_id] = None
            if len(self._idle) > IDLE_KEPT:
                self._forget(self._by_id[next(iter(self._idle))])

    def _forget(self, live: LiveThread) -> None:
        if live.thread_id is not None and self._by_id.get(live.thread_id) is live:
            del self._by_id[live.thread_id]
            self._idle.pop(live.thread_id, None)
            self._dirty.discard(live.thread_id)

    def _work(self) -> None:
        if (self._dirty or self._strangers) and self._worker is None and not self.closed:
            self._worker = asyncio.create_task(self._run(), name="live threads")

    async def _run(self) -> None:
        try:
            while self._dirty or self._strangers:
                try:
                    await self._look()
                except Unavailable:
                    await asyncio.sleep(RETRY_SECONDS)
                else:
                    await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self._worker = None

    async def _look(self) -> None:
        await self._bear()
        asked = sorted(self._dirty)[:AT_ONCE]
        if not asked:
            return
        self._dirty.difference_update(asked)
        try:
            seen = await self._storage.feeds.revisions_shown(asked)
            closed = await self._storage.threads.closed(asked)
        except Unavailable:
            self._dirty.update(id_ for id_ in asked if id_ in self._by_id)
            raise
        for id_, shown in seen.items():
            live = self._by_id.get(id_)
            if live is None:
                continue
            if id_ in closed:
                live.see(shown, closed=closed[id_])
            else:
                live.end()
                self._forget(live)

    async def _bear(self) -> None:
        """Finds out which of the threads that nobody knew are followed under their address."""
        for stranger in list(self._strangers):
            threads = self._storage.threads
            if isinstance(stranger, int):
                thread = await threads.by_id(stranger)
            else:
                thread = await threads.by_key(*stranger)
            self._strangers.discard(stranger)
            if thread is not None:
                self._adopt(thread, (thread.site_id, thread.key))

    def _adopt(self, thread: Thread, place: Place) -> None:
        live = self._unborn.pop(place, None)
        if live is None:
            return
        if thread.id in self._by_id:
            # Others follow it by its id already: whoever comes again is one of them.
            live.end()
            return
        live.thread_id = thread.id
        self._by_id[thread.id] = live
        self._dirty.add(thread.id)
