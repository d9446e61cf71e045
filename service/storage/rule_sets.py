"""Reading the rule sets in force."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.tables import rule_sets

Active = tuple[int, Mapping[str, Any]]

_ACTIVE = (
    select(rule_sets.c.version, rule_sets.c.content)
    .where(rule_sets.c.site_id == bindparam("site"), rule_sets.c.state == "active")
    .order_by(rule_sets.c.version.desc())
    .limit(1)
)
_NONE: Active = (0, {})
KEPT = 1_000


class SqlRuleSets:
    """`domain.ports.RuleSets`."""

    def __init__(self, reader: Reader, *, keep: bool) -> None:
        self._reader = reader
        self._kept: Kept[int, Active] = Kept(KEPT, enabled=keep)

    async def active(self, site_id: int) -> Active | None:
        """The version and the content of the rule set in force."""
        found = await self._kept.get(site_id, lambda: self._read(site_id))
        return None if found is None or found is _NONE else found

    def drop(self) -> None:
        """Forgets what is kept in memory."""
        self._kept.drop()

    async def _read(self, site_id: int) -> Active:
        row = await self._reader.first(_ACTIVE, {"site": site_id})
        return _NONE if row is None else (row[0], row[1])
