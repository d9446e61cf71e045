"""GET /api/v1/admin/comments: what moderators look at, by status, rule, words, page or author."""

from collections.abc import Sequence
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from service.domain.comment import Status
from service.domain.comment_ports import ReviewedComment
from service.domain.errors import Invalid, Malformed
from service.domain.moderator import Role
from service.usecases.review_comments import list_queue, list_suspects
from service.web.admin.queue_filter import FilterFields, queue_filter
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.review import Queue, card
from service.web.speaking import speak_for_site


class QueueQuery(FilterFields):
    """Which comments, and in which order: by default waiting ones oldest first, others newest
    first; `suspect` begins with what is most likely bad. `fold` shows of waiting comments that say
    nearly the same only the first."""

    site: str | None = None
    order: Literal["oldest", "newest", "suspect"] | None = None
    fold: Literal["true", "false"] = "false"
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """A page of the comments asked for, on the token's sites only."""
    query: QueueQuery = call.query
    await speak_for_site(call, query.site)
    found, cursor = await (_suspects(call) if query.order == "suspect" else _in_order(call))
    cards = [card(reviewed, call.language) for reviewed in found]
    return answer(Queue(items=cards, next=cursor), private=True)


async def _suspects(call: Call) -> tuple[Sequence[ReviewedComment], str | None]:
    query: QueueQuery = call.query
    if query.fold == "true":
        raise Malformed("unknown_value", "order", allowed="oldest, newest")
    after = read_cursor(query.cursor, query.order or "", 2)
    found, more = await list_suspects(
        queue_filter(query),
        site_slug=query.site,
        after=None if after is None else (after[0], after[1]),
        limit=query.limit,
        token=call.moderator,
        storage=call.services.storage,
    )
    return found, None if more is None else make_cursor(query.order or "", *more)


async def _in_order(call: Call) -> tuple[Sequence[ReviewedComment], str | None]:
    query: QueueQuery = call.query
    folded = query.fold == "true"
    if folded and query.status is not Status.PENDING:
        raise Invalid("only_pending_folds", "fold")
    order = query.order or ("oldest" if query.status is Status.PENDING else "newest")
    kind = f"{order[:3]}fold" if folded else order
    after = read_cursor(query.cursor, kind, 1)
    found, more = await list_queue(
        queue_filter(query, newest_first=order == "newest"),
        site_slug=query.site,
        folded=folded,
        after=after[0] if after else None,
        limit=query.limit,
        token=call.moderator,
        storage=call.services.storage,
    )
    return found, None if more is None else make_cursor(kind, more)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/comments",
    name="list_queue",
    summary="Comments for moderators, with what the rules found in each.",
    access=Role.VIEWER,
    handler=handle,
    query=QueueQuery,
    responses={200: Queue},
    errors={
        400: ("bad_cursor",),
        404: ("unknown_site",),
        422: ("control_character", "only_pending_folds"),
    },
    example=Example(query=(("status", "pending"),)),
)
