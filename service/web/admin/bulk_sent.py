"""What a moderator sends to decide on many comments at once."""

from pydantic import ConfigDict

from service.web.admin.queue_filter import FilterFields


class Selection(FilterFields):
    """The comments of a site that the filter finds; without a status, those that wait."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str
