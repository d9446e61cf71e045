"""GET /embed.js and /count.js: the widget, and the script for pages that only show numbers; and
GET /embed/{lang}.json: what the widget says in a language that does not come along with it.

Each script also has an address with the hash of what it is, which never changes: a page that names
the script's SRI hash goes on working whatever is installed here later, or stops at once.
"""

import gzip
import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

from service.domain.errors import NotFound
from service.locales import LANGUAGES, catalogue
from service.web import headers
from service.web.call import Call
from service.web.packing import takes_gzip
from service.web.route import PUBLIC, Example, Handler, Route

_STATIC = Path(__file__).parents[1] / "static"
_HOUR = "public, max-age=3600, stale-while-revalidate=86400"
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A script, or the words of a language: its plain and its packed bytes, and what names them."""

    plain: bytes
    packed: bytes
    digest: bytes

    @property
    def etag(self) -> str:
        """Names these bytes to caches."""
        return f'"{self.digest.hex()[:32]}"'

    @property
    def integrity(self) -> str:
        """What a page may demand of the script (W3C Subresource Integrity)."""
        return f"sha384-{b64encode(self.digest).decode()}"

    def versioned(self, name: str) -> str:
        """The path that always has these bytes or nothing."""
        stem, _, ending = name.partition(".")
        return f"/{stem}-{self.digest.hex()[:16]}.{ending}"


def _shipped(plain: bytes) -> Shipped:
    return Shipped(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha384(plain).digest())


@cache
def _words(language: str) -> Shipped:
    """The sentences by their short names: those of the widget itself before those of pages."""
    told = {
        key.removeprefix(prefix): entry
        for prefix in ("own.", "post.", "page.", "widget.")
        for key, entry in catalogue(language).items()
        if key.startswith(prefix)
    }
    return _shipped(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


EMBED = _shipped((_STATIC / "embed.js").read_bytes())
COUNT = _shipped((_STATIC / "count.js").read_bytes())


def _answer(call: Call, shipped: Shipped, content_type: str, keep: str) -> web.Response:
    asked = call.request.headers
    fields = {
        **headers.PUBLIC,
        "Vary": "Origin, Accept-Encoding",
        "Cache-Control": keep,
        "ETag": shipped.etag,
    }
    if asked.get("If-None-Match") == shipped.etag:
        return web.Response(status=304, headers=fields)
    fields["Content-Type"] = content_type
    body = shipped.plain
    if takes_gzip(asked.get("Accept-Encoding", "")):
        fields["Content-Encoding"] = "gzip"
        body = shipped.packed
    return web.Response(body=body, headers=fields)


async def show_words(call: Call) -> web.Response:
    """The words of a language. Raises NotFound for one that nobody here speaks."""
    language = call.request.match_info["language"]
    if language not in LANGUAGES:
        raise NotFound("not_found")
    return _answer(call, _words(language), "application/json", _HOUR)


def _route(path: str, name: str, script: Shipped, keep: str) -> Route:
    async def handle(call: Call) -> web.Response:
        return _answer(call, script, "text/javascript; charset=utf-8", keep)

    handler: Handler = handle
    return Route(
        method="GET",
        path=path,
        name=name,
        summary="The widget." if script is EMBED else "The numbers of comments alone.",
        access=PUBLIC,
        handler=handler,
        responses={200: None, 304: None},
        content_type="text/javascript",
        cors=True,
    )


ROUTES: tuple[Route, ...] = (
    _route("/embed.js", "embed_script", EMBED, _HOUR),
    _route(EMBED.versioned("embed.js"), "embed_script_version", EMBED, _FOREVER),
    _route("/count.js", "count_script", COUNT, _HOUR),
    _route(COUNT.versioned("count.js"), "count_script_version", COUNT, _FOREVER),
    Route(
        method="GET",
        path="/embed/{language}.json",
        name="embed_words",
        summary="The widget's words in a language that does not come along with it.",
        access=PUBLIC,
        handler=show_words,
        responses={200: None, 304: None},
        errors={404: ("not_found",)},
        cors=True,
        example=Example(path={"language": "de"}),
    ),
)
