"""GET /api/v1/admin/threads: the pages with comments, by word, address and state."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.usecases.review_threads import list_threads
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.thread import ThreadList, thread_list

CURSOR = "threads"


class ThreadsQuery(BaseModel):
    """Which threads. `q` is words of titles and addresses, or the whole address of a page."""

    model_config = ConfigDict(extra="forbid")

    site: str | None = None
    q: Annotated[str, Field(max_length=500)] | None = None
    closed: Literal["true", "false"] | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """A page of the threads on the token's sites."""
    query: ThreadsQuery = call.query
    after = read_cursor(query.cursor, CURSOR, 1)
    found, more = await list_threads(
        query.q,
        closed=None if query.closed is None else query.closed == "true",
        site_slug=query.site,
        after=after[0] if after else None,
        limit=query.limit,
        token=call.moderator,
        storage=call.services.storage,
    )
    following = None if more is None else make_cursor(CURSOR, more)
    return answer(thread_list(found, following), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/threads",
    name="list_threads",
    summary="The pages that have comments, with how many there are and how many wait.",
    access=Role.VIEWER,
    handler=handle,
    query=ThreadsQuery,
    responses={200: ThreadList},
    errors={400: ("bad_cursor",), 404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("q", "co-creatie"),)),
)
