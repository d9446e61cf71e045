"""The acts on threads, by one principal."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from service.domain.moderator import ApiToken
from service.domain.site_event import SiteEvent
from service.domain.thread import ListedThread
from service.usecases.close_thread import close_thread
from service.usecases.list_comments import list_comments
from service.usecases.merge_threads import Merged, merge_threads
from service.usecases.rename_thread import rename_thread
from service.usecases.review_threads import list_threads
from service.usecases.undo_merge import undo_merge
from tests.usecases.acting import Desk, PlainRenderer
from tests.usecases.altered import Overtaken

A, B = "/a", "/b"


@dataclass
class Room:
    """The acts on threads, by one principal."""

    desk: Desk
    by: ApiToken

    @property
    def known(self) -> dict[str, Any]:
        return {"by": self.by, "storage": self.desk.storage, "clock": self.desk.clock}

    async def page(self, post: str, site: str = "open", **more: Any) -> str:
        """Posts a comment; the id of its thread."""
        return (await self.desk.post(site=site, post=post, **more)).thread.public_id

    def overtaken(self, first: Callable[[], Awaitable[Any]]) -> "Room":
        """The same room, where something happens just before the next write."""
        storage: Any = Overtaken(self.desk.storage, first)
        return Room(Desk(storage, self.desk.clock), self.by)

    async def merge(self, public_id: str, into: str) -> Merged:
        return await merge_threads(public_id, into, **self.known)

    async def rename(self, public_id: str, **said: str | None) -> ListedThread:
        given: dict[str, Any] = {"address": None, "title": None, **said}
        return await rename_thread(public_id, **given, **self.known)

    async def close(self, public_id: str, *, closed: bool = True) -> ListedThread:
        return await close_thread(public_id, closed=closed, **self.known)

    async def undo(self, merge: str) -> ListedThread:
        return await undo_merge(merge, **self.known)

    async def keys(self, q: str | None = None, **wanted: Any) -> list[str]:
        given = {"closed": None, "site_slug": None, "after": None, "limit": 50, **wanted}
        found, _ = await list_threads(q, **given, token=self.by, storage=self.desk.storage)
        return [each.thread.key for each in found]

    async def events(self) -> list[SiteEvent]:
        """What is logged, oldest first."""
        found, _ = await self.desk.storage.site_events.page(None, None, 50)
        return list(found)[::-1]

    async def said(self, post: str) -> list[str]:
        """What readers see there."""
        listing = await list_comments(
            "open", post, sort="oldest", after=None, limit=50,
            storage=self.desk.storage, renderer=PlainRenderer(),
        )  # fmt: skip
        return [comment.text or "" for comment in listing.page.comments]
