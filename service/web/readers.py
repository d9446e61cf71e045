"""The way of a GET that readers share: from the cache, past everything else when it is there."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from multidict import CIMultiDict

from service.web import headers
from service.web.cache import AnswerCache, Entry
from service.web.cross_site import EXPOSED_HEADERS, is_own

_PLAIN = {
    **headers.PUBLIC,
    "Vary": "Origin, Accept-Encoding",
    "Cache-Control": headers.READERS_CACHE,
    "Content-Type": headers.JSON,
}


def ready_answer(cache: AnswerCache, request: web.Request) -> web.Response | None:
    """The answer to this target if it is in the cache."""
    target = request.raw_path
    entry = cache.get(target)
    if entry is None:
        return None
    cache.touch(target)
    return entry_answer(entry, request)


async def made_answer(
    cache: AnswerCache, request: web.Request, make: Callable[[], Awaitable[Entry]]
) -> web.Response:
    """The answer to a target that was not in the cache."""
    return entry_answer(await cache.make(request.raw_path, make), request)


def entry_answer(entry: Entry, request: web.Request) -> web.Response:
    """The answer as this reader wants it: packed or not, or only that nothing changed."""
    asked = request.headers
    fields = CIMultiDict(_PLAIN)
    fields["ETag"] = entry.etag
    origin = asked.get("Origin")
    if origin is not None and (origin in entry.origins or is_own(request, origin)):
        fields["Access-Control-Allow-Origin"] = origin
        fields["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    known = asked.get("If-None-Match")
    if known is not None and _is_known(entry.etag, known):
        del fields["Content-Type"]
        return web.Response(status=304, headers=fields)
    body = entry.body
    if entry.packed is not None and _takes_gzip(asked.get("Accept-Encoding", "")):
        body = entry.packed
        fields["Content-Encoding"] = "gzip"
    return web.Response(body=body, headers=fields)


def _is_known(etag: str, known: str) -> bool:
    """If-None-Match compares weakly (RFC 9110 section 13.1.2)."""
    tags = (tag.strip().removeprefix("W/") for tag in known.split(","))
    return known.strip() == "*" or etag in tags


def _takes_gzip(accepted: str) -> bool:
    if "gzip" not in accepted:
        return False
    for coding in accepted.split(","):
        name, _, weight = coding.partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
