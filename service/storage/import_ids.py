"""Ids for imported comments."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select

from service.domain.imported import Order, PlannedComment
from service.storage.ids import id_at
from service.storage.tables import comments

_MILLISECOND = 1 << 20
_TAKEN = select(comments.c.id).where(comments.c.id.in_(bindparam("ids", expanding=True)))
_LAST = select(func.max(comments.c.id)).where(
    comments.c.id >= bindparam("first"), comments.c.id < bindparam("after")
)


class FreeIds:
    """Ids by the time when comments were written, in the order of their places; what is said to be
    from the future, which an id may not even hold, is from now."""

    def __init__(
        self, connection: Connection, order: Order, said: Sequence[PlannedComment]
    ) -> None:
        self._wanted = [
            id_at(min(each.created_at, order.at)) | (order.first + place) % _MILLISECOND
            for place, each in enumerate(said)
        ]
        rows = connection.execute(_TAKEN, {"ids": self._wanted}) if said else ()
        self._taken = {row[0] for row in rows}
        self._last: dict[int, int] = {}
        self._connection = connection

    def take(self, place: int) -> int:
        """The id for the comment at this place."""
        id_ = self._wanted[place]
        while id_ in self._taken:
            id_ = self._next(id_)
        self._taken.add(id_)
        return id_

    def _next(self, id_: int) -> int:
        """One behind all that are of the same millisecond: a site may have very many of those, of
        comments that tell no time."""
        first = id_ - id_ % _MILLISECOND
        last = self._last.get(first)
        if last is None:
            window = {"first": first, "after": first + _MILLISECOND}
            last = self._connection.execute(_LAST, window).scalar() or id_
        self._last[first] = last + 1
        return last + 1
