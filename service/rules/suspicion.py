"""How likely a text is bad, in one number to sort the queue by."""

from service.rules.contract import Stance
from service.rules.engine import Judgement

MOST = 1_000


def suspicion(judgement: Judgement, hold_at: float) -> int:
    """How likely people would find the text bad, in a thousand: what the learned model says, which
    knows the rules' findings; without a model the score, of which `hold_at` is half-way."""
    opinion = judgement.opinion
    if opinion is not None and opinion.stance is not Stance.LOST:
        return round(MOST * opinion.probability)
    return round(MOST * judgement.score / (judgement.score + hold_at)) if judgement.score > 0 else 0
