"""Gate: the text is longer than a comment may be."""

from dataclasses import dataclass

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import option


@dataclass(frozen=True, slots=True)
class LongTextOptions:
    limit: int = option(10_000, "Longest text that is taken, in UTF-8 bytes.", at_least=1)


def _check(subject: Subject, _context: Context, options: LongTextOptions) -> Evidence | None:
    size = len(subject.text.encode("utf-8", "surrogatepass"))
    if size <= options.limit:
        return None
    params = {"limit": options.limit, "size": size}
    return Evidence(params, code="too_long", field="text")


RULE = Rule(
    name="long_text",
    version=1,
    phase=Phase.GATE,
    outcome=Outcome.REFUSE,
    weight=0.0,
    options=LongTextOptions,
    check=_check,
)
