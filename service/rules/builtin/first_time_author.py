"""Forced, where new authors wait: no person vouched yet for what this author writes."""

from service.domain.finding import Outcome
from service.domain.site import Moderation
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.trust import TrustOptions, foreign_links, is_trusted


def _check(subject: Subject, context: Context, options: TrustOptions) -> Evidence | None:
    if context.moderation is not Moderation.HOLD_NEW or is_trusted(subject, context, options):
        return None
    links = foreign_links(subject.views.text, context)
    params = {
        "approved": context.approved,
        "rejected": context.rejected,
        "links": len(links),
    }
    return Evidence(params)


RULE = Rule(
    name="first_time_author",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=TrustOptions,
    check=_check,
    yields_to_trust=True,
)
