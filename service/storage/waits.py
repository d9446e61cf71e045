"""How long comments wait for a person: what is before one, and what the last ones took."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, func, select

from service.domain.comment import Comment, Status
from service.domain.decision import ActorKind
from service.storage.reading import Reader
from service.storage.tables import comments, decisions, sites

LOOKED_AT = 5_000
"""Decisions, most of them the rules', among which people's are looked for."""

_BEFORE = (
    select(comments.c.id)
    .where(
        comments.c.site_id == bindparam("site"),
        comments.c.status == Status.PENDING.value,
        comments.c.id < bindparam("id"),
    )
    .limit(bindparam("most", type_=Integer()))
)
_AHEAD = select(func.count()).select_from(_BEFORE.subquery())
_END = select(sites.c.log_count).where(sites.c.id == bindparam("site")).scalar_subquery()
_WAITS = (
    select(decisions.c.at - comments.c.created_at)
    .join(comments, comments.c.public_id == decisions.c.comment)
    .where(
        decisions.c.site_id == bindparam("site"),
        decisions.c.position > _END - LOOKED_AT,
        decisions.c.actor_kind == ActorKind.MODERATOR.value,
        decisions.c.before_status == Status.PENDING.value,
    )
    .order_by(decisions.c.position.desc())
    .limit(bindparam("most", type_=Integer()))
)


async def read_ahead(reader: Reader, comment: Comment, most: int) -> int:
    """How many comments of its site came in before it and wait; counting stops at `most`."""
    wanted = {"site": comment.site_id, "id": comment.id, "most": most}
    row = await reader.first(_AHEAD, wanted)
    return 0 if row is None else int(row[0])


async def read_waits(reader: Reader, site_id: int, most: int) -> Sequence[int]:
    """How long the comments waited that people decided on last, in milliseconds, newest first."""
    return [int(row[0]) for row in await reader.all(_WAITS, {"site": site_id, "most": most})]
