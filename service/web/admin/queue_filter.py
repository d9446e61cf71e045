"""Which comments a moderator means, as he says it in a query or a body."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Concern
from service.domain.errors import Malformed

Words = Annotated[str, Field(max_length=200)]

_CLUSTER = re.compile("[0-7]?[0-9a-f]{1,15}")
"""63 bits."""


class FilterFields(BaseModel):
    """`thread` is a page's key, `author` a name or an e-mail address, `q` words of the text or
    their beginnings, all of them in it, `rule` one that found something in it, `cluster` that of
    comments which say nearly the same; `only` those with open reports, or those whose author's
    appeal waits for an answer."""

    model_config = ConfigDict(extra="forbid")

    status: Status | None = None
    rule: Words | None = None
    q: Words | None = None
    thread: Words | None = None
    author: Words | None = None
    cluster: str | None = None
    only: Concern | None = None


def queue_filter(said: FilterFields, *, newest_first: bool = False) -> QueueFilter:
    """What storage is asked for; empty words ask for nothing. Raises Malformed `wrong_type`."""
    if said.cluster is not None and _CLUSTER.fullmatch(said.cluster) is None:
        raise Malformed("wrong_type", "cluster")
    return QueueFilter(
        status=said.status,
        rule=said.rule or None,
        words=said.q or None,
        thread=said.thread or None,
        author=said.author or None,
        only=said.only,
        cluster=None if said.cluster is None else int(said.cluster, 16),
        newest_first=newest_first,
    )
