"""Learn a site's model anew from what its people decided, and keep it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from service.domain.lesson import Lesson
from service.domain.ports import Clock, Storage, Transaction
from service.rules.contract import Stance
from service.rules.learning import is_broken, without_automation
from service.rules.learning.model import LESSONS_MAX

Fit: TypeAlias = Callable[[Sequence[Lesson]], Awaitable[bytes | None]]
"""`rules.learning.learned_state`, somewhere where seconds of work disturb nobody."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it: `version` None when the decisions are too few for a model. `broken`: of the
    texts that people looked at although the model was sure of them, too many were bad, so that it
    publishes nothing until newer ones show better."""

    decisions: int
    version: int | None
    broken: bool = False


async def learn_site(site_id: int, *, storage: Storage, clock: Clock, fit: Fit) -> Learned:
    """Fits a model to the newest decisions and keeps it in place of the one before.

    The same decisions always give the same model, so that learning again repairs a damaged one and
    an undone decision leaves no trace. Raises Unavailable.
    """
    # What is decided from here on is news to this model, however long the fit takes.
    at = clock()
    lessons = await storage.models.lessons(site_id, LESSONS_MAX)
    state = await fit(lessons)
    broken = state is not None and await _is_broken(site_id, storage)
    if state is not None and broken:
        state = without_automation(state)

    async def unit(tx: Transaction) -> int | None:
        return await tx.keep_model(site_id, state, len(lessons), at)

    return Learned(len(lessons), await storage.write(unit), broken)


async def _is_broken(site_id: int, storage: Storage) -> bool:
    """Whether the audit (`judge_text.AUDITED_ONE_IN`) shows more errors than the model may make."""
    audited = [
        is_bad
        for context, is_bad in await storage.models.contexts(site_id, LESSONS_MAX)
        if context.get("audited") and (context.get("opinion") or {}).get("stance") == Stance.FINE
    ]
    return is_broken(sum(audited), len(audited))
