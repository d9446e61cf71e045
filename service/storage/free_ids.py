"""Ids for comments from elsewhere, by the time when they were written."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from service.domain.imported import Order, PlannedComment
from service.storage.ids import id_at
from service.storage.tables import comments

_LOW = 20
_LOW_BITS = (1 << _LOW) - 1
_TAKEN = select(comments.c.id).where(comments.c.id.in_(bindparam("ids", expanding=True)))
_next = comments.alias()
_LAST_OF_ROW = (
    select(comments.c.id)
    .where(
        comments.c.id >= bindparam("first"),
        ~select(_next.c.id).where(_next.c.id == comments.c.id + 1).exists(),
    )
    .order_by(comments.c.id)
    .limit(1)
)
"""Where the ids that follow on each other end: a spreadsheet with days and no times has thousands,
and who asked for each of them would keep all other writers waiting."""


class FreeIds:
    """Ids in the order of the comments' places; what is said to be from the future, which an id may
    not even hold, is from now."""

    def __init__(
        self, connection: Connection, order: Order, said: Sequence[PlannedComment]
    ) -> None:
        self._wanted = [
            id_at(min(each.created_at, order.at)) | (order.first + place & _LOW_BITS)
            for place, each in enumerate(said)
        ]
        rows = connection.execute(_TAKEN, {"ids": self._wanted}) if said else ()
        self._here = {row[0] for row in rows}
        self._given: set[int] = set()
        self._free: dict[int, int] = {}
        self._connection = connection

    def take(self, place: int) -> int:
        """The id for the comment at this place."""
        id_ = self._wanted[place]
        moment = id_ >> _LOW
        if id_ in self._here or id_ in self._given:
            id_ = self._after(max(id_, self._free.get(moment, 0)))
            self._free[moment] = id_ + 1
        self._given.add(id_)
        return id_

    def _after(self, id_: int) -> int:
        while True:
            if id_ in self._given:
                id_ += 1
            elif self._connection.execute(_TAKEN, {"ids": [id_]}).first() is not None:
                id_ = self._connection.execute(_LAST_OF_ROW, {"first": id_}).scalar_one() + 1
            else:
                return id_
