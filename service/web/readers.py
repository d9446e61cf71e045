"""The way of a GET that readers share: from the cache, past everything else when it is there."""

from collections.abc import Awaitable, Callable
from functools import lru_cache

from aiohttp import web

from service.web.cache import AnswerCache, Entry
from service.web.cross_site import EXPOSED_HEADERS, is_own
from service.web.packing import takes_gzip
from service.web.ready_response import ReadyResponse, suits


def ready_answer(cache: AnswerCache, request: web.Request) -> web.StreamResponse | None:
    """The answer to this target if it is in the cache."""
    target = request.raw_path
    entry = cache.get(target)
    if entry is None:
        return None
    cache.touch(target)
    return entry_answer(entry, request)


async def made_answer(
    cache: AnswerCache, request: web.Request, make: Callable[[], Awaitable[Entry]]
) -> web.StreamResponse:
    """The answer to a target that was not in the cache."""
    return entry_answer(await cache.make(request.raw_path, make), request)


def entry_answer(entry: Entry, request: web.Request) -> web.StreamResponse:
    """The answer as this reader wants it: packed or not, or only that nothing changed."""
    asked = request.headers
    origin, known = asked.get("Origin"), asked.get("If-None-Match")
    shown = entry.plain
    if known is not None and _is_known(entry.etag, known):
        shown = entry.unchanged
    elif entry.packed is not None and takes_gzip(asked.get("Accept-Encoding", "")):
        shown = entry.packed
    if suits(request) and (origin is None or origin in entry.origins):
        return ReadyResponse(shown, b"" if origin is None else _origin_lines(origin))
    fields = dict(shown.fields)
    if origin is not None and (origin in entry.origins or is_own(request, origin)):
        fields |= _origin_fields(origin)
    return web.Response(status=shown.status, body=shown.body, headers=fields)


def _is_known(etag: str, known: str) -> bool:
    """If-None-Match compares weakly (RFC 9110 section 13.1.2)."""
    tags = (tag.strip().removeprefix("W/") for tag in known.split(","))
    return known.strip() == "*" or etag in tags


def _origin_fields(origin: str) -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": EXPOSED_HEADERS,
    }


@lru_cache(maxsize=1_000)
def _origin_lines(origin: str) -> bytes:
    """For an origin that a site has; what a stranger sends never gets here."""
    return "".join(
        f"{name}: {value}\r\n" for name, value in _origin_fields(origin).items()
    ).encode()
