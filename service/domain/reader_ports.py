"""What readers get and give besides the comments of a page, as types: a part of `ports`."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from service.domain.published import FeedEntry
from service.domain.vote import Ballot, Tally


class Feeds(Protocol):
    async def of_site(self, site_id: int, limit: int, renderer: int) -> Sequence[FeedEntry]:
        """The newest published comments of a site, the newest first."""

    async def of_thread(self, thread_id: int, limit: int, renderer: int) -> Sequence[FeedEntry]:
        """The same of one thread."""

    async def revisions_shown(self, thread_ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
        """What readers see of these threads: by thread, the published revision by public id."""


class VoteWrites(Protocol):
    async def cast(self, ballot: Ballot) -> Tally | None:
        """Counts the vote in place of what the voter gave before; None when readers do not see
        the comment. Of a crowd only so many voters count (`domain.vote.MOST_OF_A_CROWD`)."""
