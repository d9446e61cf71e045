"""A thread: the comments of one page."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thread:
    """`key` is the page's canonical address (`domain.page_key`); `id` 0 means not stored yet."""

    id: int
    site_id: int
    key: str
    url: str | None = None
    title: str | None = None
    closed_at: int | None = None
    public_id: str = ""

    @property
    def name(self) -> str:
        """How people call it: by its page's title, else by its address."""
        return self.title or self.key


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A thread with what is in it: how many comments readers see, how many wait, and when the
    newest of all came in (None: it has none)."""

    thread: Thread
    site: str
    published: int
    pending: int
    newest_at: int | None


@dataclass(frozen=True, slots=True)
class Merge:
    """A thread that went into another one. `thread` is as it was just before, with all its
    addresses, its own key too. The site event of the act has the same `public_id`."""

    public_id: str
    thread: Thread
    aliases: Sequence[str]
    into_id: int
    at: int
