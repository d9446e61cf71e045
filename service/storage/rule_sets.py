"""Rule sets: reading those in force, and writing versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.errors import Conflict, NotFound
from service.domain.rule_version import RuleState, RuleVersion
from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.rows import Cells
from service.storage.tables import rule_sets

_COLUMNS = tuple(
    rule_sets.c[name]
    for name in [
        "version",
        "state",
        "content",
        "created_by",
        "created_at",
        "moved_by",
        "moved_at",
        "replay",
    ]
)
_of_site = rule_sets.c.site_id == bindparam("site")
_ALL = select(*_COLUMNS).where(_of_site).order_by(rule_sets.c.version.desc())
_ALL_STATES = _ALL.with_only_columns(
    *(column for column in _COLUMNS if column is not rule_sets.c.content)
)
_VERSION = _ALL.where(rule_sets.c.version == bindparam("version"))
_RUNNING = _ALL.where(rule_sets.c.state.in_([RuleState.ACTIVE.value, RuleState.SHADOW.value]))
_NEWEST = select(func.max(rule_sets.c.version)).where(_of_site)
_MAKES_WAY = {RuleState.ACTIVE: RuleState.RETIRED, RuleState.SHADOW: RuleState.DRAFT}
KEPT = 1_000

Running = Mapping[RuleState, RuleVersion]


class SqlRuleSets:
    """`domain.ports.RuleSets`."""

    def __init__(self, reader: Reader, *, keep: bool) -> None:
        self._reader = reader
        self._kept: Kept[int, Running] = Kept(KEPT, enabled=keep)

    async def active(self, site_id: int) -> RuleVersion | None:
        """The version in force."""
        return (await self._running(site_id)).get(RuleState.ACTIVE)

    async def shadow(self, site_id: int) -> RuleVersion | None:
        """The version that runs beside it without a vote."""
        return (await self._running(site_id)).get(RuleState.SHADOW)

    async def version(self, site_id: int, version: int) -> RuleVersion | None:
        """One version."""
        row = await self._reader.first(_VERSION, {"site": site_id, "version": version})
        return None if row is None else _version_of(row)

    async def newest(self, site_id: int) -> RuleVersion | None:
        """The newest version."""
        row = await self._reader.first(_ALL.limit(1), {"site": site_id})
        return None if row is None else _version_of(row)

    async def all(self, site_id: int) -> Sequence[RuleVersion]:
        """Every version, newest first, without what it says: that can be megabytes."""
        rows = await self._reader.all(_ALL_STATES, {"site": site_id})
        return [_version_of((*row[:2], {}, *row[2:])) for row in rows]

    def drop(self) -> None:
        """Forgets what is kept in memory."""
        self._kept.drop()

    async def _running(self, site_id: int) -> Running:
        return await self._kept.get(site_id, lambda: self._read(site_id)) or {}

    async def _read(self, site_id: int) -> Running:
        versions = [_version_of(row) for row in await self._reader.all(_RUNNING, {"site": site_id})]
        return {version.state: version for version in versions}


async def add_rule_set(
    connection: AsyncConnection,
    id_: int,
    site_id: int,
    content: Mapping[str, Any],
    by: str,
    at: int,
) -> int:
    """Adds a version as a draft; returns its number. The site's log must be locked."""
    version = int(await connection.scalar(_NEWEST, {"site": site_id}) or 0) + 1
    row = {
        "id": id_,
        "site_id": site_id,
        "version": version,
        "state": RuleState.DRAFT.value,
        "content": dict(content),
        "created_by": by,
        "created_at": at,
    }
    await connection.execute(insert(rule_sets), row)
    return version


async def move_rule_set(
    connection: AsyncConnection,
    site_id: int,
    version: int,
    state: RuleState,
    moved: Mapping[str, Any],
) -> None:
    """Gives a version its state; `moved` holds the columns that tell of it. The site's log must be
    locked. Raises NotFound `unknown_rule_set`, and Conflict `in_force` for a version that judges
    and would neither go on nor retire."""
    of_site = rule_sets.c.site_id == site_id
    if state not in (RuleState.ACTIVE, RuleState.RETIRED):
        judges = select(rule_sets.c.id).where(
            of_site, rule_sets.c.version == version, rule_sets.c.state == RuleState.ACTIVE.value
        )
        if await connection.scalar(judges) is not None:
            raise Conflict("in_force", "version", version=version)
    others = update(rule_sets).where(of_site, rule_sets.c.version != version)
    if state in _MAKES_WAY:
        making_way = others.where(rule_sets.c.state == state.value)
        await connection.execute(making_way.values(state=_MAKES_WAY[state].value))
    this = update(rule_sets).where(of_site, rule_sets.c.version == version)
    changed = await connection.execute(this.values(state=state.value, **moved))
    if changed.rowcount != 1:
        raise NotFound("unknown_rule_set", "version")


def _version_of(cells: Cells) -> RuleVersion:
    version, state, *rest = cells
    return RuleVersion(version, RuleState(state), *rest)
