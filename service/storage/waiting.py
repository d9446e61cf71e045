"""What waits for the writer, and which of its failures concern whom."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.errors import ReactieError, Unavailable
from service.domain.ports import NewComment
from service.storage.effects import Effects
from service.storage.failures import is_collision, is_damage, is_outage

T = TypeVar("T")

Unit = Callable[[AsyncConnection, Effects], Awaitable[T]]
"""Work inside a transaction, which notes what it changes."""


@dataclass(slots=True, eq=False, kw_only=True)
class Item:
    """What somebody waits for, and what came of it."""

    caller: asyncio.Future[Any]
    tried: bool = False
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Tells the caller, if he still waits."""
        if self.caller.done():
            return
        if self.error is not None:
            self.caller.set_exception(self.error)
        else:
            self.caller.set_result(self.result)

    def give_up(self) -> None:
        """Tells the caller, if he still waits, that it takes too long."""
        if not self.caller.done():
            self.caller.set_exception(Unavailable())


@dataclass(slots=True, eq=False, kw_only=True)
class CommentItem(Item):
    """A comment that comes in."""

    new: NewComment


@dataclass(slots=True, eq=False, kw_only=True)
class UnitItem(Item):
    """A unit of work."""

    unit: Unit[Any]


def may_retry(item: Item) -> bool:
    """Whether another process was in the way of what failed, and it was tried once only."""
    error = item.error
    return not item.tried and (
        isinstance(error, IntegrityError) or (error is not None and is_collision(error))
    )


def new_caller() -> asyncio.Future[Any]:
    """A future for the caller to wait on."""
    return asyncio.get_running_loop().create_future()


def is_fatal(error: BaseException) -> bool:
    """Whether the error ends the whole transaction: an outage, which no unit's own refusal is."""
    return not isinstance(error, ReactieError) and (is_outage(error) or is_damage(error))


def heed(caller: asyncio.Future[Any]) -> None:
    """Takes note of a failure that nobody waits for: asyncio would complain of it otherwise."""
    if not caller.cancelled():
        caller.exception()
