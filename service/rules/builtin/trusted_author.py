"""Forced: people approved this proven author before, so the comment need not wait for one."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.trust import TrustOptions, is_trusted


def _check(subject: Subject, context: Context, options: TrustOptions) -> Evidence | None:
    if not is_trusted(subject, context, options):
        return None
    return Evidence({"approved": context.approved, "rejected": context.rejected})


RULE = Rule(
    name="trusted_author",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.PUBLISH,
    weight=0.0,
    options=TrustOptions,
    check=_check,
)
