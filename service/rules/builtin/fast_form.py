"""Forced: the form was sent sooner than a person can read and write."""

from dataclasses import dataclass

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import option


@dataclass(frozen=True, slots=True)
class FastFormOptions:
    seconds: int = option(2, "Shortest time between the form being shown and sent.")


def _check(_subject: Subject, context: Context, options: FastFormOptions) -> Evidence | None:
    age = context.form_age_ms
    if age is None or age >= options.seconds * 1000:
        return None
    return Evidence({"seconds": round(age / 1000, 1), "limit": options.seconds})


RULE = Rule(
    name="fast_form",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=FastFormOptions,
    check=_check,
)
