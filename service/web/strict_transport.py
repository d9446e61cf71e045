"""HSTS: who came over TLS once is told to come over TLS from then on.

The service itself speaks no TLS, so only a trusted proxy can say that a request came over it.
"""

from aiohttp import web

from service.settings import Settings
from service.web.limits import is_trusted, parsed

NAME = "Strict-Transport-Security"
_SETTINGS: web.AppKey[Settings] = web.AppKey("strict_transport")


def tell_by(app: web.Application, settings: Settings) -> None:
    """Has the application's answers tell it, where any request can have come over TLS."""
    if settings.hsts_seconds and settings.trusted_proxies:
        app[_SETTINGS] = settings
        app.on_response_prepare.append(_tell)


def strict_line(request: web.BaseRequest) -> bytes:
    """The header's line, for an answer of ready lines; empty where it is not told."""
    settings = request.app.get(_SETTINGS) if isinstance(request, web.Request) else None
    if settings is None or not _came_by_tls(request, settings):
        return b""
    return f"{NAME}: {_said(settings)}\r\n".encode("ascii")


async def _tell(request: web.Request, response: web.StreamResponse) -> None:
    settings = request.app[_SETTINGS]
    if _came_by_tls(request, settings):
        response.headers[NAME] = _said(settings)


def _came_by_tls(request: web.BaseRequest, settings: Settings) -> bool:
    if request.headers.get("X-Forwarded-Proto", "").lower() != "https":
        return False
    proxy = parsed(request.remote or "")
    return proxy is not None and is_trusted(proxy, settings.trusted_proxies)


def _said(settings: Settings) -> str:
    # This host alone: of others under its name we know nothing.
    return f"max-age={settings.hsts_seconds}"
