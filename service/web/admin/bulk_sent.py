"""What a moderator sends to decide on many comments at once."""

from pydantic import ConfigDict

from service.domain.comment_ports import QueueFilter
from service.domain.errors import Invalid
from service.web.admin.queue_filter import FilterFields, queue_filter


class Selection(FilterFields):
    """The comments of a site that the filter finds; without a status, those that wait."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str


def selected(said: Selection) -> QueueFilter:
    """What storage is asked for. Raises Malformed `wrong_type`, and Invalid `blank_filter` for
    empty words: who sends them meant some comments, and would get all."""
    for field in ("rule", "q", "thread", "author"):
        value: str | None = getattr(said, field)
        if value is not None and not value.strip():
            raise Invalid("blank_filter", field)
    return queue_filter(said)
