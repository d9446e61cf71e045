"""What reading the log of decisions needs of what is kept: a part of `ports`."""

from collections.abc import Sequence
from typing import Protocol

from service.domain.decision import Decision
from service.domain.log_filter import LogFilter


class Decisions(Protocol):
    async def of_comment(self, comment: str) -> Sequence[Decision]:
        """The decisions on one comment (public id), oldest first."""

    async def by_public_id(self, public_id: str) -> Decision | None: ...

    async def log(
        self, wanted: LogFilter, after: int | None, limit: int
    ) -> tuple[Sequence[Decision], int | None]:
        """The decisions asked for, newest first, by page."""

    async def per_day(
        self, site_ids: tuple[int, ...] | None, since: int
    ) -> Sequence[tuple[int, str, int]]:
        """How many decisions people took since then: by day (since 1970) and action."""

    async def of_bulk(self, bulk: str, after: int, most: int) -> Sequence[tuple[int, Decision]]:
        """The next decisions that a bulk job took, oldest first, each with its id."""

    async def chain(self, site_id: int, after: int, limit: int) -> Sequence[tuple[int, Decision]]:
        """The log of a site in the order it was written, with each row's position in it."""

    async def head(self, site_id: int) -> tuple[int, str]:
        """How many decisions the site's log holds and the hash of the last, as noted apart."""
