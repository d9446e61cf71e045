"""The Idempotency-Key header, which makes a request safe to send twice."""

import re

from aiohttp import web

from service.domain.errors import Malformed

_KEY = re.compile(r"[!-~]{1,200}")


def idempotency_key(request: web.Request) -> str | None:
    """The key, None without one. Raises Malformed `bad_idempotency_key`."""
    keys = request.headers.getall("Idempotency-Key", ())
    if not keys:
        return None
    if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
        raise Malformed("bad_idempotency_key", "Idempotency-Key")
    return keys[0]
