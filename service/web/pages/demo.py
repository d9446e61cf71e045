"""The demo: a blog post of Blogger's kind with the widget under it, as on any blog.

Mounted by `app` when it is asked for. Readers without JavaScript find a link to `pages.thread`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from aiohttp import web
from babel.dates import format_date

from service.locales import WHOLE, negotiate, text
from service.web import headers
from service.web.packing import pack
from service.web.pages import templates
from service.web.readers import entry_answer
from service.web.static_file import static_file

DEMO_SITE = "demo"
DEMO_POST = "/demo"
POSTED_ON = date(2026, 11, 20)
PARAGRAPHS = 6

_STYLE = static_file("demo.css", "text/css")
_PAGE_HEADERS = {
    **headers.PAGE,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Cache-Control": headers.NO_STORE,
    "Content-Type": headers.HTML,
}

Door = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class DemoPage:
    """The demo's routes, for `app` to mount."""

    def routes(self) -> tuple[web.RouteDef, ...]:
        """The page and its look."""
        doors: dict[str, Door] = {"/demo": show_demo, "/demo/demo.css": show_style}
        return tuple(
            web.route(method, path, door)
            for path, door in doors.items()
            for method in ("GET", "HEAD")
        )


async def show_demo(request: web.Request) -> web.Response:
    """The post. `?lang=` chooses the language: a blog speaks its own, whatever its reader does."""
    language = negotiate(None, request.query.get("lang"), "nl", WHOLE)
    page = templates.TEMPLATES.get_template("demo.html").render(
        say=lambda key, **params: text(language, key, **params),
        language=language,
        wanted_language=language if "lang" in request.query else None,
        site=DEMO_SITE,
        post=DEMO_POST,
        posted_on=format_date(POSTED_ON, "EEEE d MMMM y", locale=language),
        posted_at=POSTED_ON.isoformat(),
        paragraphs=[text(language, f"demo.paragraph_{n}") for n in range(1, PARAGRAPHS + 1)],
    )
    response = web.Response(body=page.encode(), headers=_PAGE_HEADERS)
    await pack(response, request)
    return response


async def show_style(request: web.Request) -> web.StreamResponse:
    """The demo's look."""
    return entry_answer(_STYLE, request)
