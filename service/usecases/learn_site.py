"""Learn a site's model anew from what its people decided, and keep it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from service.domain.lesson import Lesson
from service.domain.ports import Clock, Storage, Transaction
from service.rules.learning.model import LESSONS_MAX

Fit: TypeAlias = Callable[[Sequence[Lesson]], Awaitable[bytes | None]]
"""`rules.learning.learned_state`, somewhere where seconds of work disturb nobody."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it: `version` None when the decisions are too few for a model."""

    decisions: int
    version: int | None


async def learn_site(site_id: int, *, storage: Storage, clock: Clock, fit: Fit) -> Learned:
    """Fits a model to the newest decisions and keeps it in place of the one before.

    The same decisions always give the same model, so that learning again repairs a damaged one and
    an undone decision leaves no trace. Raises Unavailable.
    """
    lessons = await storage.models.lessons(site_id, LESSONS_MAX)
    state = await fit(lessons)

    async def unit(tx: Transaction) -> int | None:
        return await tx.keep_model(site_id, state, len(lessons), clock())

    return Learned(len(lessons), await storage.write(unit))
