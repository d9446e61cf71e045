"""Which web pages may talk to us: scripts and forms of a site's own origins, and our own pages.

An origin is allowed exactly or not at all: never `*`, never `null`. Requests without an Origin
come from no script; they carry nothing that a stranger could misuse, for visitors have no cookies.
Moderators have one, which opens nothing to a request from elsewhere (`web.principal`).
"""

from enum import Enum

from aiohttp import web

from service.domain.errors import Forbidden
from service.domain.ports import Storage
from service.domain.site import Site

ALLOWED_HEADERS = "Authorization, Content-Type, Idempotency-Key"
EXPOSED_HEADERS = "ETag, Retry-After"
PREFLIGHT_SECONDS = "7200"


class ComesFrom(Enum):
    """Whose page made a request, as far as the browser says."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


def comes_from(request: web.Request) -> ComesFrom:
    """Whose page made the request. No page can make a browser say that it is another's; a request
    that says nothing was made by no browser, or by an old one."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if origin is not None and not is_own(request, origin):
        return ComesFrom.ELSEWHERE
    if site is None:
        return ComesFrom.UNKNOWN if origin is None else ComesFrom.OURS
    if site == "none":
        # Typed in or a bookmark: good for looking, and never how a form is sent.
        return ComesFrom.UNKNOWN
    return ComesFrom.OURS if site == "same-origin" else ComesFrom.ELSEWHERE


def refuse_elsewhere(request: web.Request) -> None:
    """Raises Forbidden `foreign_request` when a stranger's page asks for what only ours may: else
    it could sign its visitors in as somebody else."""
    if comes_from(request) is ComesFrom.ELSEWHERE:
        raise Forbidden("foreign_request")


async def allowed_origin(request: web.Request, site: Site | None, storage: Storage) -> str | None:
    """The request's Origin if the site may be read from there, else None.

    Where the site is not known (yet), every site's origins are good: the answer tells nothing.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    if site is not None:
        known = site.origins
    else:
        known = tuple(each for one in await storage.sites.all() for each in one.origins)
    return origin if origin in known or is_own(request, origin) else None


def is_own(request: web.Request, origin: str) -> bool:
    """Whether the origin is this very service, by whatever name it was called."""
    return origin in (f"https://{request.host}", f"http://{request.host}")


async def refuse_foreign(request: web.Request, site: Site | None, storage: Storage) -> None:
    """Raises Forbidden `foreign_origin` for a request that a stranger's page made."""
    if "Origin" in request.headers and await allowed_origin(request, site, storage) is None:
        raise Forbidden("foreign_origin")


def allow(response: web.StreamResponse, origin: str | None) -> None:
    """Lets the origin's scripts read the answer."""
    if origin is not None:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS


def preflight(response: web.Response, origin: str | None, methods: str) -> None:
    """Answers what a browser asks before it sends a request for a script."""
    allow(response, origin)
    if origin is not None:
        response.headers["Access-Control-Allow-Methods"] = methods
        response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
