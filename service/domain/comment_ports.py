"""What reading comments, and reviewing them, needs of what is kept: a part of `ports`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from service.domain.comment import Comment, Revision, Status
from service.domain.concern import Appeal, Concern, Report
from service.domain.finding import Finding
from service.domain.identity import Identity
from service.domain.published import PublishedComment, PublishedPage
from service.domain.thread import Thread


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which comments a moderator asks for. None: any. `site_ids` is what he may see (None: all).
    `seen` leaves out what was posted, edited or decided on after this place in its site's log."""

    site_ids: tuple[int, ...] | None = None
    status: Status | None = None
    rule: str | None = None
    words: str | None = None
    thread: str | None = None
    author: str | None = None
    cluster: int | None = None
    only: Concern | None = None
    ids: tuple[str, ...] | None = None
    seen: int | None = None
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class ReviewedComment:
    """A comment as moderators see it: its newest revision with findings, page and author.
    `similar` counts the others of its cluster where the queue is folded; `reports`: open ones."""

    comment: Comment
    site: str
    thread: Thread
    revision: Revision
    findings: Sequence[Finding]
    identity: Identity | None
    similar: int | None = None
    reports: Sequence[Report] = ()
    appeal: Appeal | None = None


class Comments(Protocol):
    async def by_public_id(self, public_id: str) -> Comment | None: ...

    async def revisions(self, comment_id: int) -> Sequence[tuple[Revision, Sequence[Finding]]]:
        """All revisions with their findings, oldest first."""

    async def page(
        self, thread_id: int, sort: str, after: tuple[int, int] | None, limit: int, renderer: int
    ) -> PublishedPage:
        """`sort` is oldest, newest or best; `html` is given when made by this `renderer`."""

    async def published(self, comment_id: int, renderer: int) -> PublishedComment | None:
        """One comment as readers see it, None when they do not."""

    async def counts(self, site_id: int, keys: Sequence[str]) -> Mapping[str, int]:
        """The number of published comments by thread key or alias; 0 where there is none."""

    async def reviewed(self, public_id: str) -> ReviewedComment | None: ...
    async def reviewed_by_id(self, comment_id: int) -> ReviewedComment | None: ...

    async def queue(
        self, wanted: QueueFilter, after: int | None, limit: int
    ) -> tuple[Sequence[ReviewedComment], int | None]:
        """A page in the order of ids after (or before) `after`, and where the next one starts."""

    async def clusters(
        self, wanted: QueueFilter, after: int | None, limit: int
    ) -> tuple[Sequence[ReviewedComment], int | None]:
        """The same for pending comments, of each cluster the first, in the order of clusters."""

    async def suspects(
        self, wanted: QueueFilter, after: tuple[int, int] | None, limit: int
    ) -> tuple[Sequence[ReviewedComment], tuple[int, int] | None]:
        """The same, the most suspicious first; a page starts after a suspicion and an id."""

    async def matching(
        self, wanted: QueueFilter, after: int, most: int
    ) -> Sequence[tuple[int, str, int]]:
        """Of the next comments asked for, oldest first: id, public id and version."""

    async def count(self, wanted: QueueFilter) -> int:
        """How many comments are asked for."""

    async def oldest(self, wanted: QueueFilter) -> int | None:
        """When the oldest of the comments asked for came in, None where there is none."""

    async def ahead(self, comment: Comment, most: int) -> int:
        """How many of its site came in before it and wait; counting stops at `most`."""

    async def repeats(self, site_id: int, fingerprint: str, since: int) -> int:
        """How many revisions with this fingerprint were made since then; counting stops at 5."""

    async def keep_html(self, rendered: Mapping[tuple[int, int], str], renderer: int) -> None:
        """Keeps renderings by (comment id, revision number); losing them costs only time."""
