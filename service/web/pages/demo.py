"""The demo: a blog post of Blogger's kind with the widget under it, as on any blog.

Mounted by `app` when it is asked for. Readers without JavaScript find a link to `pages.thread`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import web
from babel.dates import format_date

from service.locales import negotiate, text
from service.web import headers
from service.web.pages.templates import TEMPLATES

DEMO_SITE = "demo"
DEMO_POST = "/demo"
POSTED_ON = date(2026, 11, 20)
PARAGRAPHS = 6

_STYLE = (Path(__file__).parents[1] / "static" / "demo.css").read_bytes()
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
_STYLE_HEADERS = {
    **headers.PAGE,
    "Cache-Control": "no-cache",
    "Content-Type": "text/css; charset=utf-8",
}

Door = Callable[[web.Request], Awaitable[web.Response]]


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
    language = negotiate(None, request.query.get("lang"), "nl")
    page = TEMPLATES.get_template("demo.html").render(
        say=lambda key, **params: text(language, key, **params),
        language=language,
        wanted_language=language if "lang" in request.query else None,
        site=DEMO_SITE,
        post=DEMO_POST,
        posted_on=format_date(POSTED_ON, "full", locale=language),
        posted_at=POSTED_ON.isoformat(),
        paragraphs=[text(language, f"demo.paragraph_{n}") for n in range(1, PARAGRAPHS + 1)],
    )
    return web.Response(body=page.encode(), headers=_PAGE_HEADERS)


async def show_style(_: web.Request) -> web.Response:
    """The demo's look."""
    return web.Response(body=_STYLE, headers=_STYLE_HEADERS)
