"""What the acts on threads need from outside, as types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from service.domain.thread import ListedThread, Merge, Thread


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Which threads a moderator asks for. None: any. `site_ids` is what he may see (None: all).
    `words` stand in the title or in an address, `key` is an address itself."""

    site_ids: tuple[int, ...] | None = None
    words: str | None = None
    key: str | None = None
    closed: bool | None = None


class Threads(Protocol):
    async def by_key(self, site_id: int, key: str) -> Thread | None:
        """The thread that has this key or alias."""

    async def by_id(self, thread_id: int) -> Thread | None: ...

    async def closed(self, thread_ids: Sequence[int]) -> Mapping[int, bool]:
        """Those of the threads that there are, and whether each is closed at this moment."""

    async def page(
        self, wanted: ThreadFilter, after: int | None, limit: int
    ) -> tuple[Sequence[ListedThread], int | None]:
        """The newest first, after a thread's id, and where the next page starts."""

    async def listed(self, public_id: str) -> ListedThread | None: ...

    async def aliases(self, thread_id: int) -> Sequence[str]:
        """Every address that leads to the thread, its key too, in order."""

    async def merges(self, into_id: int) -> Sequence[Merge]:
        """What went into the thread and was not taken out again, the newest first."""


class ThreadWrites(Protocol):
    """What a unit may do to threads. Whatever reads here locks the site's log first, so that no
    comment comes in meanwhile."""

    async def by_public_id(self, public_id: str) -> Thread | None: ...

    async def by_key(self, site_id: int, key: str) -> Thread | None:
        """The thread that has this key or alias."""

    async def change(self, thread: Thread) -> None:
        """Gives the thread with this id all that the value says. Its key becomes one of its
        addresses; those that it had stay. Raises Conflict `address_taken`."""

    async def merge(self, thread: Thread, into: Thread, public_id: str, at: int) -> int:
        """Moves the thread's comments and addresses into the other; the thread itself is gone.
        Returns the number of comments."""

    async def merged(self, public_id: str) -> Merge | None:
        """A merge that was not undone yet."""

    async def unmerge(self, merge: Merge) -> int:
        """Makes the thread again as it was, with its addresses and the branches that came from
        it, whatever became of them since. Returns the number of comments. Raises Conflict
        `address_in_use` and `merged_again`."""
