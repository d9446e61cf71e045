"""Review a site's model: what it said of texts when they came in, against what people decided."""

from dataclasses import dataclass

from service.domain.ports import Storage
from service.rules.contract import Opinion, Stance
from service.rules.learning.model import LESSONS_MAX


@dataclass(frozen=True, slots=True)
class ModelReview:
    """Counts over the newest decisions. Every opinion is from before the decision: the model was
    asked first and taught afterwards.

    `suspect_bad` were called suspect and found bad by people, `suspect_good` called so and found
    good, `fine_bad` and `fine_good` likewise; `unsure` are left to people, `unasked` came in when
    there was no model, or none that could be read.
    """

    version: int | None
    decisions: int = 0
    bad: int = 0
    suspect_bad: int = 0
    suspect_good: int = 0
    fine_bad: int = 0
    fine_good: int = 0
    unsure: int = 0
    unasked: int = 0

    @property
    def precision(self) -> float | None:
        """The share of the bad among what was called suspect; None when nothing was."""
        called = self.suspect_bad + self.suspect_good
        return self.suspect_bad / called if called else None

    @property
    def recall(self) -> float | None:
        """The share of what was called suspect among the bad it was asked about."""
        return self.suspect_bad / self.bad if self.bad else None


async def review_model(site_id: int, *, storage: Storage) -> ModelReview:
    """The review over the newest decisions that a model may learn from."""
    stored = await storage.models.state(site_id)
    counts = dict.fromkeys(
        ("bad", "suspect_bad", "suspect_good", "fine_bad", "fine_good", "unsure", "unasked"), 0
    )
    contexts = await storage.models.contexts(site_id, LESSONS_MAX)
    for context, is_bad in contexts:
        known = context.get("opinion")
        stance = Stance.LOST if known is None else Opinion.restore(known).stance
        if stance is Stance.LOST:
            counts["unasked"] += 1
            continue
        counts["bad"] += is_bad
        side = "bad" if is_bad else "good"
        counts["unsure" if stance is Stance.UNSURE else f"{stance.value}_{side}"] += 1
    return ModelReview(None if stored is None else stored[0], len(contexts), **counts)
