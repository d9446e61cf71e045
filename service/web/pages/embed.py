"""GET /embed: builds the lines that put comments into a blog, and shows what they will look like.

Names no site: whoever asks for one names it himself.
"""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.locales import LANGUAGES, text
from service.web import headers
from service.web.call import Call
from service.web.pages import templates
from service.web.pages.recipes import RECIPES, Look, snippet
from service.web.pages.widget import EMBED
from service.web.readers import entry_answer
from service.web.route import PUBLIC, Route
from service.web.session_cookie import is_local
from service.web.static_file import static_file

PREVIEWED = "/embed"
_SCRIPT = static_file("copy.js", "text/javascript")
_HEADERS = {
    **headers.PAGE,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Cache-Control": headers.NO_STORE,
    "Content-Type": headers.HTML,
}


class EmbedQuery(BaseModel):
    """What the owner chose so far."""

    model_config = ConfigDict(extra="ignore")

    site: str = ""
    recipe: str = "html"
    spoken: str = ""
    theme: Literal["", "light", "dark"] = ""
    heading: Literal["", "1", "2", "3", "4", "5", "6"] = ""
    noun: Literal["", "opmerking"] = ""
    pin: Literal["", "yes"] = ""
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """The form, and what it makes."""
    query: EmbedQuery = call.query
    recipe = next((one for one in RECIPES if one.name == query.recipe), RECIPES[0])
    spoken = query.spoken if query.spoken in LANGUAGES else ""
    site = await call.services.storage.sites.by_slug(query.site) if query.site else None
    look = Look(
        site.slug if site else query.site,
        spoken,
        query.theme,
        query.heading,
        query.noun,
        EMBED.integrity if query.pin else "",
    )
    scheme = "http" if is_local(call.request) else "https"
    base = f"{scheme}://{call.request.host}"
    path = EMBED.versioned("embed.js") if query.pin else "/embed.js"
    language = call.language
    html = templates.TEMPLATES.get_template("embed.html").render(
        say=lambda key, **params: text(language, key, **params),
        language=language,
        query=query,
        spoken=spoken,
        languages=LANGUAGES,
        recipe=recipe,
        recipes=RECIPES,
        lines=snippet(recipe, look, base + path) if query.site else "",
        unknown=bool(query.site) and site is None,
        site=site,
        previewed=PREVIEWED,
    )
    return web.Response(body=html.encode(), headers=_HEADERS)


async def copy_script(call: Call) -> web.StreamResponse:
    """What the button does that copies the lines."""
    return entry_answer(_SCRIPT, call.request)


ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path="/embed",
        name="embed_page",
        summary="Builds the lines that put the comments into a blog.",
        access=PUBLIC,
        handler=handle,
        query=EmbedQuery,
        responses={200: None},
        content_type="text/html",
    ),
    Route(
        method="GET",
        path="/embed/copy.js",
        name="embed_copy_script",
        summary="The script of the button that copies the lines.",
        access=PUBLIC,
        handler=copy_script,
        responses={200: None, 304: None},
        content_type="text/javascript",
    ),
)
