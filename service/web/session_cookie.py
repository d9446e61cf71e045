"""The cookie that holds a moderator's session. No visitor ever gets one.

Its name begins with `__Host-`: a browser takes it over TLS only, for this host alone, and no other
host can put one in its place. Somebody who tries the service on his own machine has no TLS: only a
request from loopback, to a loopback name, that no proxy passed on, is given a cookie by a plain
name without `Secure`; and only from such requests is that name read.
"""

from ipaddress import ip_address

from aiohttp import web

from service.domain.session import ABSOLUTE_MS

SECURE_NAME = "__Host-reactie"
PLAIN_NAME = "reactie"
_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via")


def session_text(request: web.Request) -> str | None:
    """The session that the request names, None when it names none."""
    text = request.cookies.get(_name(request))
    return text or None


def give_cookie(response: web.StreamResponse, request: web.Request, text: str) -> None:
    """Has the browser keep the session."""
    _set(response, request, text, ABSOLUTE_MS // 1000)


def take_cookie(response: web.StreamResponse, request: web.Request) -> None:
    """Has the browser forget it."""
    _set(response, request, "", 0)


def is_local(request: web.Request) -> bool:
    """Whether a browser on this very machine asks, without TLS and without a proxy between."""
    passed_on = any(name in request.headers for name in _PASSED_ON)
    host = _host(request.host)
    is_loopback = host == "localhost" or _is_loopback(host)
    return not passed_on and is_loopback and _is_loopback(request.remote or "")


def _set(response: web.StreamResponse, request: web.Request, text: str, seconds: int) -> None:
    response.set_cookie(
        _name(request),
        text,
        max_age=seconds,
        path="/",
        secure=not is_local(request),
        httponly=True,
        samesite="Strict",
    )


def _name(request: web.Request) -> str:
    return PLAIN_NAME if is_local(request) else SECURE_NAME


def _host(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
