"""Answers that are made anew for each request, packed with gzip for clients that take it.

What is kept ready (`web.cache`, `web.static_file`) is packed once, when it is made.

By the length of a packed answer whoever reads along on the line could guess what stands in it, if
he can put guesses of his own there (BREACH). So no secret stands in two of them (`masked_csrf`;
what is shown once is the answer to a POST, which is never packed; `AS_IT_IS` marks the rest), and
what is one person's alone, such as the addresses on cards, gets a length that is partly chance.
"""

import asyncio
import secrets
import struct
import zlib

from aiohttp import web

from service.web.headers import AS_IT_IS, NO_STORE

PACKED_FROM = 1_024
APART_FROM = 32_768
"""From so many bytes on an answer is packed on a thread of its own: a millisecond for each 150,000
would be everybody's."""
CHANCE = 100
"""Bytes by which two packed answers of the same length may differ."""

_LEVEL = 6
_CHOSEN = "Accept-Encoding"
_RAW = -zlib.MAX_WBITS
_HEAD = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"
"""Deflated, with a file name, of no time and no system (RFC 1952)."""


async def pack(response: web.StreamResponse, request: web.Request) -> None:
    """Packs what a GET or a HEAD is answered with, if it is a whole body that is worth it."""
    if request.method not in ("GET", "HEAD") or not isinstance(response, web.Response):
        return
    body = response.body
    if response.status != 200 or not isinstance(body, bytes) or len(body) < PACKED_FROM:
        return
    kept = response.headers.get("Cache-Control")
    was_kept_ready = _CHOSEN in response.headers["Vary"]
    if kept == AS_IT_IS or was_kept_ready:
        return
    response.headers["Vary"] += f", {_CHOSEN}"
    if not takes_gzip(request.headers.get("Accept-Encoding", "")):
        return
    chance = CHANCE if kept == NO_STORE else 0
    if len(body) < APART_FROM:
        response.body = packed(body, chance)
    else:
        response.body = await asyncio.to_thread(packed, body, chance)
    response.headers["Content-Encoding"] = "gzip"


def packed(body: bytes, chance: int) -> bytes:
    """The bytes as gzip, up to `chance` bytes longer than they need be."""
    name = b"x" * secrets.randbelow(chance + 1)
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    tail = struct.pack("<LL", zlib.crc32(body), len(body) & 0xFFFFFFFF)
    return b"%s%s\0%s%s%s" % (_HEAD, name, deflate.compress(body), deflate.flush(), tail)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip and does not refuse it (RFC 9110 section 12.5.3)."""
    if "gzip" not in accepted:
        return False
    for coding in accepted.split(","):
        name, _, weight = coding.partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "").lower().rstrip("0") not in ("q=", "q=0.")
    return False
