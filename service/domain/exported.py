"""Everything that was said on a site, page by page, for exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from service.domain.comment import Status
from service.domain.neutral import ExternalId, NeutralComment
from service.domain.thread import Thread


@dataclass(frozen=True, slots=True)
class KeptThread:
    """A thread with all keys that lead to it but its own, and the threads of other systems that it
    came from, each with when it was made there."""

    thread: Thread
    created_at: int
    aliases: tuple[str, ...]
    external: tuple[tuple[ExternalId, int | None], ...]


@dataclass(frozen=True, slots=True)
class KeptComment:
    """A comment with what an import kept of it: `said` are the values of its record but for its
    text, None for one that was written here; `touched`: it was decided on or edited here since.
    `text`, `source` and `form` are those of the revision that is public, else of the newest.
    `revision` is that one's number."""

    id: int
    public_id: str
    parent_id: int | None
    status: Status
    is_public: bool
    name: str | None
    email: str | None
    website: str | None
    created_at: int
    edited_at: int | None
    up: int
    down: int
    revision: int
    text: str
    source: str | None
    is_own: bool
    said: Mapping[str, Any] | None
    touched: bool


@dataclass(frozen=True, slots=True)
class ExportedComment:
    """A comment in its order on its page: after its parent, then by time. `parent` is the place of
    that among the page's comments."""

    record: NeutralComment
    parent: int | None


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """A page with all that was said on it. `created_at` is None where it is not known."""

    key: str
    url: str | None
    title: str | None
    closed: bool
    created_at: int | None
    aliases: tuple[str, ...]
    external: tuple[ExternalId, ...]
    comments: Sequence[ExportedComment]


class Exports(Protocol):
    """What exports read. What an undone import left blank is not there."""

    async def threads(self, site_id: int) -> Sequence[KeptThread]:
        """All threads, in the order of their keys."""

    async def comments(self, thread_id: int) -> Sequence[KeptComment]:
        """All comments of a thread."""

    async def aside(self, thread_id: int) -> Sequence[Mapping[str, Any]]:
        """The values of records that came with the thread and are no comments here."""
