"""Which part of the log a moderator means, as he says it in a query."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.domain.decision import Action
from service.domain.log_filter import LogFilter
from service.domain.moderator import Principal
from service.domain.ports import Storage
from service.usecases.review_comments import visible_sites
from service.web.shown.times import Moment


class LogFields(BaseModel):
    """`by` is `rules`, `author`, or the id or name of a moderator or token; `comment` a comment's
    id. `since` counts in, `until` does not, both in UTC milliseconds. Without `site` it is the log
    of all the sites that the token may see."""

    model_config = ConfigDict(extra="forbid")

    site: str | None = None
    by: Annotated[str, Field(max_length=200)] | None = None
    action: Action | None = None
    since: Moment | None = None
    until: Moment | None = None
    comment: Annotated[str, Field(max_length=200)] | None = None


async def log_filter(said: LogFields, *, token: Principal, storage: Storage) -> LogFilter:
    """What storage is asked for; empty words ask for nothing. Raises NotFound `unknown_site`."""
    return LogFilter(
        site_ids=await visible_sites(said.site, token=token, storage=storage),
        by=said.by or None,
        action=said.action,
        since=said.since,
        until=said.until,
        comment=said.comment or None,
    )
