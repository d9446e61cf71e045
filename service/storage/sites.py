"""Reading sites."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from service.domain.site import Site
from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.rows import SITE, site_of
from service.storage.tables import sites

_BY_SLUG = select(*SITE).where(sites.c.slug == bindparam("slug"))
ONE_SITE = select(*SITE).where(sites.c.id == bindparam("id"))
_ALL = select(*SITE).order_by(sites.c.slug)
KEPT = 1_000


class SqlSites:
    """`domain.ports.Sites`."""

    def __init__(self, reader: Reader, *, keep: bool) -> None:
        self._reader = reader
        self._kept: Kept[str | int, Site] = Kept(KEPT, enabled=keep)

    async def by_slug(self, slug: str) -> Site | None:
        """The site with this slug."""
        return await self._kept.get(slug, lambda: self._read(_BY_SLUG, slug=slug))

    async def by_id(self, site_id: int) -> Site | None:
        """The site with this id."""
        return await self._kept.get(site_id, lambda: self._read(ONE_SITE, id=site_id))

    async def all(self) -> Sequence[Site]:
        """Every site, by slug."""
        return [site_of(row) for row in await self._reader.all(_ALL)]

    def drop(self) -> None:
        """Forgets what is kept in memory."""
        self._kept.drop()

    async def _read(self, statement: Select[Any], **which: object) -> Site | None:
        row = await self._reader.first(statement, which)
        return None if row is None else site_of(row)
