"""POST /api/v1/preview: see a text as it would be shown."""

import asyncio

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import Invalid
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.cross_site import refuse_foreign
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.comment import Preview

BYTES_MAX = 10_000
"""What a comment may have by default. Rendering costs time; nobody gets it for more."""


class PreviewBody(BaseModel):
    """The text, and the site it is meant for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str
    text: str
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """Renders off the loop; stores nothing."""
    body: PreviewBody = call.body
    call.services.limiter.check_preview(call.request)
    site = await call.on_site(body.site)
    await refuse_foreign(call.request, site, call.services.storage)
    text = typed.many_lines("text", body.text, BYTES_MAX)
    if (size := len(text.encode())) > BYTES_MAX:
        raise Invalid("too_long", "text", limit=BYTES_MAX, size=size)
    html = await asyncio.to_thread(call.services.renderer.render, text)
    return answer(Preview(html=html), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/preview",
    name="preview_comment",
    summary="A text as it would be shown, sanitised like a comment's.",
    access=PUBLIC,
    handler=handle,
    body=PreviewBody,
    cors=True,
    responses={200: Preview},
    errors={
        403: ("foreign_origin",),
        404: ("unknown_site",),
        422: ("control_character", "too_long"),
        429: ("too_fast",),
    },
    example=Example(body={"site": "blog", "text": "Mooi **stuk**."}),
)
