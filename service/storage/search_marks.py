"""How far the search index has come, and which comments are not in it as they are now.

Two marks together leave no comment out. One goes through the comments in the order of their ids
(`swept`). As processes give ids that need not become visible in their order, and edits change what
was passed already, the other goes through each site's log: its positions do become visible in
order and without gaps, and whatever brings a text in or changes it is in there. So a comment is in
the index as it is now, or its id is above the one mark, or the log names it after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.storage.tables import (
    comments,
    decisions,
    search_documents,
    search_marks,
    search_state,
    sites,
)

VERSION = 1
"""Of the terms. A new one makes the server take everything in anew."""

_STATE = select(search_state.c.version, search_state.c.round, search_state.c.swept)
_position = func.coalesce(search_marks.c.position, 0)
_BEHIND = (
    select(sites.c.id, _position)
    .outerjoin(search_marks, search_marks.c.site_id == sites.c.id)
    .where(sites.c.log_count > _position)
    .order_by(sites.c.id)
)
_is_stale = or_(
    search_documents.c.number.is_(None), search_documents.c.number != comments.c.current
)
_LOGGED = (
    select(decisions.c.position, comments.c.id, _is_stale)
    .join(comments, comments.c.public_id == decisions.c.comment)
    .outerjoin(search_documents, search_documents.c.comment_id == comments.c.id)
    .where(
        decisions.c.site_id == bindparam("site"),
        decisions.c.position > bindparam("after"),
    )
    .order_by(decisions.c.position)
    .limit(bindparam("most"))
)
_ALL = 1 << 31


@dataclass(frozen=True, slots=True)
class Marks:
    """The state of the index. `round` None: nothing was ever taken in. `behind` are the sites whose
    logs go on after their mark, each with its mark. A `swept` of 0: nothing in it is of use."""

    round: int | None
    is_newer: bool
    swept: int
    behind: Sequence[tuple[int, int]]


async def read_marks(connection: AsyncConnection) -> Marks:
    """How far the index has come."""
    behind = [(row[0], row[1]) for row in await connection.execute(_BEHIND)]
    state = (await connection.execute(_STATE)).one_or_none()
    if state is None:
        return Marks(None, is_newer=False, swept=0, behind=behind)
    version, round_, swept = state
    return Marks(round_, version > VERSION, swept if version == VERSION else 0, behind)


async def read_logged(
    connection: AsyncConnection, site_id: int, after: int, most: int = _ALL
) -> Sequence[tuple[int, int, bool]]:
    """Of the next decisions in a site's log: the place, the comment's id, and whether the index
    does not have the comment as it is now."""
    wanted = {"site": site_id, "after": after, "most": most}
    return [(row[0], row[1], row[2]) for row in await connection.execute(_LOGGED, wanted)]
