"""GET /api/v1/avatars/{seed}.svg: an author's picture. Whatever looks like a seed has one."""

from aiohttp import web

from service.domain.errors import NotFound
from service.web import headers
from service.web.call import Call
from service.web.identicon import SEED, identicon
from service.web.route import API, PUBLIC, Example, Route

FIELDS = {
    **headers.PUBLIC,
    "Cache-Control": "public, max-age=31536000, immutable",
    # For who opens it as a page of its own.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Type": "image/svg+xml",
}


async def handle(call: Call) -> web.Response:
    """The picture, never to be asked for again."""
    seed = call.request.match_info["seed"]
    if not SEED.fullmatch(seed):
        raise NotFound("not_found")
    return web.Response(body=identicon(seed), headers=FIELDS)


ROUTE = Route(
    method="GET",
    path=f"{API}/avatars/{{seed}}.svg",
    name="show_avatar",
    summary="The picture of an author, by the seed that lists of comments name.",
    access=PUBLIC,
    handler=handle,
    cors=True,
    responses={200: None},
    errors={404: ("not_found",)},
    content_type="image/svg+xml",
    example=Example(path={"seed": "0123456789abcdef"}),
)
