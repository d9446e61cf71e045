"""GET /api/v1/admin/comments: what moderators look at, by status, rule, words, page or author."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.comment import Status
from service.domain.moderator import Role
from service.domain.ports import QueueFilter
from service.usecases.review_comments import list_queue
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.review import Queue, card
from service.web.speaking import speak_for_site

Words = Annotated[str, Field(max_length=200)]


class QueueQuery(BaseModel):
    """Which comments, and in which order: by default waiting ones oldest first, others newest
    first. `thread` is a page's key, `author` a name or an e-mail address."""

    model_config = ConfigDict(extra="forbid")

    site: str | None = None
    status: Status | None = None
    rule: Words | None = None
    q: Words | None = None
    thread: str | None = None
    author: Words | None = None
    order: Literal["oldest", "newest"] | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """A page of the comments asked for, on the token's sites only."""
    query: QueueQuery = call.query
    order = query.order or ("oldest" if query.status is Status.PENDING else "newest")
    after = read_cursor(query.cursor, order, 1)
    await speak_for_site(call, query.site)
    found, more = await list_queue(
        QueueFilter(
            status=query.status,
            rule=query.rule or None,
            words=query.q or None,
            thread=query.thread or None,
            author=query.author or None,
            newest_first=order == "newest",
        ),
        site_slug=query.site,
        after=after[0] if after else None,
        limit=query.limit,
        token=call.moderator,
        storage=call.services.storage,
    )
    cards = [card(reviewed, call.language) for reviewed in found]
    return answer(
        Queue(items=cards, next=None if more is None else make_cursor(order, more)), private=True
    )


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/comments",
    name="list_queue",
    summary="Comments for moderators, with what the rules found in each.",
    access=Role.VIEWER,
    handler=handle,
    query=QueueQuery,
    responses={200: Queue},
    errors={400: ("bad_cursor",), 404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("status", "pending"),)),
)
