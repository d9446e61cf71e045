"""What reading the logs needs of what is kept: a part of `ports`."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from service.domain.decision import Decision
from service.domain.log_filter import LogFilter
from service.domain.site_event import SiteEvent


class Link(Protocol):
    """An entry of a hash chain."""

    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


L_co = TypeVar("L_co", bound=Link, covariant=True)


class Chain(Protocol[L_co]):
    """The log of each site, in the order it was written."""

    async def chain(self, site_id: int, after: int, limit: int) -> Sequence[tuple[int, L_co]]:
        """The next entries, each with its position in the log, which starts at 1."""

    async def head(self, site_id: int) -> tuple[int, str]:
        """How many entries the site's log holds and the hash of the last, as noted apart."""


class Decisions(Chain[Decision], Protocol):
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

    async def waits(self, site_id: int, most: int) -> Sequence[int]:
        """How many milliseconds the comments waited that people decided on last, newest first."""

    async def of_bulk(self, bulk: str, after: int, most: int) -> Sequence[tuple[int, Decision]]:
        """The next decisions that a bulk job took, oldest first, each with its id."""


class SiteEvents(Chain[SiteEvent], Protocol):
    async def by_public_id(self, public_id: str) -> SiteEvent | None: ...

    async def page(
        self, site_ids: tuple[int, ...] | None, after: int | None, limit: int
    ) -> tuple[Sequence[SiteEvent], int | None]:
        """What happened to these sites (None: all), newest first, by page."""
