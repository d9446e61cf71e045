"""GET /embed.js and /count.js: the widget, and the script for pages that only show numbers.

Each also has an address with the hash of what it is, which never changes: a page that names the
script's SRI hash goes on working whatever is installed here later, or stops at once.
"""

import gzip
import hashlib
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from service.web import headers
from service.web.call import Call
from service.web.packing import takes_gzip
from service.web.route import PUBLIC, Handler, Route

_STATIC = Path(__file__).parents[1] / "static"
_HOUR = "public, max-age=3600, stale-while-revalidate=86400"
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Script:
    """A shipped script: its plain and its packed bytes, and what names them."""

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


def _read(name: str) -> Script:
    plain = (_STATIC / name).read_bytes()
    return Script(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha384(plain).digest())


EMBED, COUNT = _read("embed.js"), _read("count.js")


def _route(path: str, name: str, script: Script, keep: str) -> Route:
    async def handle(call: Call) -> web.Response:
        asked = call.request.headers
        fields = {
            **headers.PUBLIC,
            "Vary": "Origin, Accept-Encoding",
            "Cache-Control": keep,
            "ETag": script.etag,
        }
        if asked.get("If-None-Match") == script.etag:
            return web.Response(status=304, headers=fields)
        fields["Content-Type"] = "text/javascript; charset=utf-8"
        body = script.plain
        if takes_gzip(asked.get("Accept-Encoding", "")):
            fields["Content-Encoding"] = "gzip"
            body = script.packed
        return web.Response(body=body, headers=fields)

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
)
