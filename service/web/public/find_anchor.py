"""GET /api/v1/anchors: which comment a link means."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.find_anchor import find_anchor
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PUBLIC, Example, Route


class AnchorQuery(BaseModel):
    """The page of a link, and what stands behind its `#`."""

    model_config = ConfigDict(extra="forbid")

    site: str
    post: str
    anchor: str
    lang: str | None = None


class ShownAnchor(BaseModel):
    """A public comment's id, None when none is known by the anchor, and its page's key now."""

    id: str | None
    post: str


async def handle(call: Call) -> web.Response:
    """Looks for what came along from where the link was made."""
    query: AnchorQuery = call.query
    site = await call.on_site(query.site)
    found = await find_anchor(site, query.post, query.anchor, storage=call.services.storage)
    return answer(ShownAnchor(id=found.id, post=found.post))


ROUTE = Route(
    method="GET",
    path=f"{API}/anchors",
    name="find_anchor",
    summary="The comment that a link means by its anchor, from before an import too: #c58.",
    access=PUBLIC,
    handler=handle,
    query=AnchorQuery,
    cors=True,
    responses={200: ShownAnchor},
    errors={
        404: ("unknown_site",),
        422: ("control_character", "bad_page", "foreign_page"),
    },
    example=Example(query=(("site", "blog"), ("post", "/a"), ("anchor", "comment-12"))),
)
