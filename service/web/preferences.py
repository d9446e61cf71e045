"""What kind of answer the client would rather have."""

import re

from aiohttp import web

_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*(?:;|$)")


def prefers_page(request: web.Request) -> bool:
    """Whether an HTML page is wanted rather than JSON: named, and no less than JSON is."""
    page = json = 0.0
    for item in request.headers.get("Accept", "").split(","):
        kind = item.partition(";")[0].strip().lower()
        if kind == "text/html":
            page = _quality(item)
        elif kind == "application/json":
            json = _quality(item)
    return page > 0 and page >= json


def _quality(item: str) -> float:
    found = _QUALITY.search(item)
    return float(found[1]) if found else 1.0
