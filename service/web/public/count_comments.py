"""GET /api/v1/counts: how many public comments many pages have."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.errors import Invalid
from service.usecases.count_comments import count_comments
from service.web.cache import ANY, Entry, make_entry
from service.web.call import Call
from service.web.readers import made_answer
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.comment import Counts

POSTS_MAX = 100


class CountsQuery(BaseModel):
    """Which pages of which site; `post` is given once for each."""

    model_config = ConfigDict(extra="forbid")

    site: str
    post: Annotated[list[str], Field(min_length=1)]
    lang: str | None = None


async def handle(call: Call) -> web.StreamResponse:
    """Makes the answer, or waits for whoever makes the same one now."""
    query: CountsQuery = call.query
    if len(query.post) > POSTS_MAX:
        raise Invalid("too_many_posts", "post", limit=POSTS_MAX)
    return await made_answer(call.services.cache, call.request, lambda: _entry(call))


async def _entry(call: Call) -> Entry:
    query: CountsQuery = call.query
    site = await call.on_site(query.site)
    counts = await count_comments(query.site, query.post, storage=call.services.storage)
    body = Counts(counts=dict(counts)).model_dump_json().encode()
    return make_entry(body, ANY, frozenset(site.origins))


ROUTE = Route(
    method="GET",
    path=f"{API}/counts",
    name="count_comments",
    summary="How many public comments each of these pages has.",
    access=PUBLIC,
    handler=handle,
    query=CountsQuery,
    cors=True,
    cached=True,
    responses={200: Counts, 304: None},
    errors={
        404: ("unknown_site",),
        422: ("control_character", "too_many_posts"),
    },
    example=Example(query=(("site", "blog"), ("post", "/a"), ("post", "/b"))),
)
