"""GET /api/v1/feed: the newest comments of a page or of a whole site, as Atom."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.locales import negotiate
from service.usecases.list_feed import list_feed
from service.web import atom, headers
from service.web.cache import ANY, Entry, make_entry
from service.web.call import Call
from service.web.readers import made_answer
from service.web.route import API, PUBLIC, Example, Route


class FeedQuery(BaseModel):
    """Of which page; without `post`, of the whole site. `lang` is that of the titles, if not the
    site's."""

    model_config = ConfigDict(extra="forbid")

    site: str
    post: str | None = None
    lang: str | None = None


async def handle(call: Call) -> web.StreamResponse:
    """Makes the answer, or waits for whoever makes the same one now."""
    return await made_answer(call.services.cache, call.request, lambda: _entry(call))


async def _entry(call: Call) -> Entry:
    query: FeedQuery = call.query
    # Before the feed, whose refusals are told in the site's language and to its origins.
    site = await call.on_site(query.site)
    services = call.services
    feed = await list_feed(
        query.site, query.post, storage=services.storage, renderer=services.renderer
    )
    # Not in the reader's own: what he gets is kept for all who ask for the same address.
    document = atom.feed_document(feed, negotiate(None, query.lang, site.language))
    thread = ANY if feed.thread is None else feed.thread.id or ANY
    return make_entry(document, thread, frozenset(site.origins), headers.ATOM)


ROUTE = Route(
    method="GET",
    path=f"{API}/feed",
    name="show_feed",
    summary="The newest comments of a page, or of a site, as an Atom feed.",
    access=PUBLIC,
    handler=handle,
    query=FeedQuery,
    cors=True,
    cached=True,
    responses={200: None, 304: None},
    errors={
        404: ("unknown_site",),
        422: ("bad_page", "control_character", "foreign_page"),
    },
    content_type=headers.ATOM_TYPE,
    example=Example(query=(("site", "blog"), ("post", "/2015/02/co-creatie.html"))),
)
