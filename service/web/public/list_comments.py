"""GET /api/v1/comments: the public comments of a page, from the cache when nothing changed."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.usecases.list_comments import list_comments
from service.web.cache import Entry, make_entry
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.readers import made_answer
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.comment import CommentList, tree


class ListQuery(BaseModel):
    """Which comments. `limit` counts comments that answer no other; replies come with them."""

    model_config = ConfigDict(extra="forbid")

    site: str
    post: str
    sort: Literal["oldest", "newest", "best"] = "oldest"
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    cursor: str | None = None
    lang: str | None = None


async def handle(call: Call) -> web.StreamResponse:
    """Makes the answer, or waits for whoever makes the same one now."""
    query: ListQuery = call.query
    after = read_cursor(query.cursor, query.sort, 2)
    place = None if after is None else (after[0], after[1])
    return await made_answer(call.services.cache, call.request, lambda: _entry(call, place))


async def _entry(call: Call, after: tuple[int, int] | None) -> Entry:
    query: ListQuery = call.query
    # Before the listing, whose refusals are told in the site's language and to its origins.
    await call.on_site(query.site)
    listing = await list_comments(
        query.site,
        query.post,
        sort=query.sort,
        after=after,
        limit=query.limit,
        storage=call.services.storage,
        renderer=call.services.renderer,
    )
    shown = CommentList(
        post=listing.key,
        count=listing.page.count,
        closed=listing.thread is not None and listing.thread.closed_at is not None,
        items=tree(listing.page.comments, listing.site),
        next=make_cursor(query.sort, *listing.page.next) if listing.page.next else None,
    )
    return make_entry(
        shown.model_dump_json().encode(),
        listing.thread.id if listing.thread else None,
        frozenset(listing.site.origins),
    )


ROUTE = Route(
    method="GET",
    path=f"{API}/comments",
    name="list_comments",
    summary="The public comments of a page, as a tree.",
    access=PUBLIC,
    handler=handle,
    query=ListQuery,
    cors=True,
    cached=True,
    responses={200: CommentList, 304: None},
    errors={
        400: ("bad_cursor",),
        404: ("unknown_site",),
        422: ("bad_page", "control_character", "foreign_page"),
    },
    example=Example(query=(("site", "blog"), ("post", "/2015/02/co-creatie.html"))),
)
