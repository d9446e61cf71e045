"""The headers that every answer carries, by what it is."""

from collections.abc import Mapping

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
HTML = "text/html; charset=utf-8"
ATOM_TYPE = "application/atom+xml"
ATOM = f"{ATOM_TYPE}; charset=utf-8"

SERVER = "Reactie"
"""Named without a version: aiohttp would add its own."""

_EVERYWHERE: Mapping[str, str] = {
    "Server": SERVER,
    "X-Content-Type-Options": "nosniff",
    "Vary": "Origin",
}

PUBLIC: Mapping[str, str] = {
    **_EVERYWHERE,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""What scripts on the sites may read."""

PRIVATE: Mapping[str, str] = {
    **_EVERYWHERE,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What is one person's alone."""

PAGE: Mapping[str, str] = {
    **_EVERYWHERE,
    # With no-referrer a browser sends `Origin: null` with our own forms, which must stay foreign.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""HTML that runs no script."""

NO_STORE = "no-store"

AS_IT_IS = "no-store, no-transform"
"""For what holds a secret that does not change: neither we nor a proxy may pack it, for by its
length it could tell of it (see `packing`)."""

READERS: Mapping[str, str] = {
    **PUBLIC,
    "Vary": "Origin, Accept-Encoding",
    "Cache-Control": "public, max-age=0, stale-while-revalidate=60",
}
"""What all readers of a page get the same, and may keep to show while they ask anew."""
