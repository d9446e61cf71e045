"""Reading the log of decisions."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Integer, bindparam, func, or_, select

from service.domain.decision import ActorKind, Decision
from service.domain.log_filter import LogFilter
from service.storage.ids import id_at
from service.storage.reading import Reader
from service.storage.rows import DECISION, decision_of
from service.storage.tables import decisions, sites
from service.storage.waits import read_waits

DAY_MS = 24 * 60 * 60 * 1000

_OF_COMMENT = (
    select(*DECISION)
    .where(decisions.c.comment == bindparam("comment"))
    .order_by(decisions.c.position)
)
_BY_PUBLIC_ID = select(*DECISION).where(decisions.c.public_id == bindparam("public_id"))
_CHAIN = (
    select(decisions.c.position, *DECISION)
    .where(decisions.c.site_id == bindparam("site"), decisions.c.position > bindparam("after"))
    .order_by(decisions.c.position)
    .limit(bindparam("most", type_=Integer()))
)
_OF_BULK = (
    select(decisions.c.id, *DECISION)
    .where(decisions.c.bulk == bindparam("bulk"), decisions.c.id > bindparam("after"))
    .order_by(decisions.c.id)
    .limit(bindparam("most", type_=Integer()))
)
_HEAD = select(sites.c.log_count, sites.c.log_head).where(sites.c.id == bindparam("site"))


class SqlDecisions:
    """`domain.ports.Decisions`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def of_comment(self, comment: str) -> Sequence[Decision]:
        """The decisions on one comment (public id), oldest first."""
        rows = await self._reader.all(_OF_COMMENT, {"comment": comment})
        return [decision_of(row) for row in rows]

    async def by_public_id(self, public_id: str) -> Decision | None:
        """One decision."""
        row = await self._reader.first(_BY_PUBLIC_ID, {"public_id": public_id})
        return None if row is None else decision_of(row)

    async def log(
        self, wanted: LogFilter, after: int | None, limit: int
    ) -> tuple[Sequence[Decision], int | None]:
        """The decisions asked for, newest first, by page."""
        page = select(decisions.c.id, *DECISION).where(*_conditions(wanted))
        if after is not None:
            page = page.where(decisions.c.id < after)
        # One comment's are few, and found by it; in the order of ids the database would walk all.
        newest = decisions.c.id if wanted.comment is None else decisions.c.position
        rows = await self._reader.all(page.order_by(newest.desc()).limit(limit + 1))
        following = rows[limit - 1][0] if len(rows) > limit else None
        return [decision_of(row[1:]) for row in rows[:limit]], following

    async def per_day(
        self, site_ids: tuple[int, ...] | None, since: int
    ) -> Sequence[tuple[int, str, int]]:
        """How many decisions people took since then: by day (since 1970) and action. What brought
        a reply of theirs in was none."""
        day = (decisions.c.at // DAY_MS).label("day")
        counted = (
            select(day, decisions.c.action, func.count())
            .where(
                decisions.c.actor_kind == ActorKind.MODERATOR.value,
                decisions.c.at >= since,
                decisions.c.before_status.isnot(None),
            )
            .group_by(day, decisions.c.action)
        )
        if site_ids is not None:
            counted = counted.where(decisions.c.site_id.in_(site_ids))
        return [(int(row[0]), row[1], int(row[2])) for row in await self._reader.all(counted)]

    async def waits(self, site_id: int, most: int) -> Sequence[int]:
        """How many milliseconds the comments waited that people decided on last, newest first."""
        return await read_waits(self._reader, site_id, most)

    async def of_bulk(self, bulk: str, after: int, most: int) -> Sequence[tuple[int, Decision]]:
        """The next decisions that a bulk job took, oldest first, each with its id."""
        wanted = {"bulk": bulk, "after": after, "most": most}
        return [(row[0], decision_of(row[1:])) for row in await self._reader.all(_OF_BULK, wanted)]

    async def chain(self, site_id: int, after: int, limit: int) -> Sequence[tuple[int, Decision]]:
        """The log of a site in the order it was written, with each row's position in it."""
        wanted = {"site": site_id, "after": after, "most": limit}
        return [(row[0], decision_of(row[1:])) for row in await self._reader.all(_CHAIN, wanted)]

    async def head(self, site_id: int) -> tuple[int, str]:
        """How many decisions the site's log holds and the hash of the last, as noted apart."""
        row = await self._reader.first(_HEAD, {"site": site_id})
        return (0, "") if row is None else (row[0], row[1])


def _conditions(wanted: LogFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.site_ids is not None:
        site = decisions.c.site_id
        found.append((site if wanted.comment is None else site + 0).in_(wanted.site_ids))
    if wanted.by is not None:
        found.append(_taken_by(wanted.by))
    if wanted.action is not None:
        found.append(decisions.c.action == wanted.action.value)
    if wanted.since is not None:
        # The order of ids is that of time: a walk from the newest ends there.
        found += [decisions.c.id >= id_at(wanted.since), decisions.c.at >= wanted.since]
    if wanted.until is not None:
        found.append(decisions.c.at < wanted.until)
    if wanted.comment is not None:
        found.append(decisions.c.comment == wanted.comment)
    return found


def _taken_by(by: str) -> ColumnElement[bool]:
    if by in (ActorKind.RULES.value, ActorKind.AUTHOR.value, ActorKind.IMPORT.value):
        return decisions.c.actor_kind == by
    return or_(decisions.c.actor_id == by, decisions.c.actor_name == by)
