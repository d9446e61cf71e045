"""Pictures for authors who have none: a symmetric pattern in one colour, made from a seed."""

import re

from service.web.route import API

SEED = re.compile(r"[0-9a-f]{16}")

_COLOURS = (
    "d34141 b55e2a 8e7321 707c1d 51831f 2d8720 20873a 1f855f "
    "1f8282 297cae 4e70d5 7365db 9655d7 bd36d0 ce30a6 d13b74"
)
COLOURS = tuple(_COLOURS.split())
"""Each with a contrast of more than 3 to white and to black (WCAG 1.4.11), so that it shows on a
light page and on a dark one."""

_SIZE = 5
_HALF = _SIZE // 2 + 1


def avatar_path(seed: str) -> str:
    """Where the picture of a seed is."""
    return f"{API}/avatars/{seed}.svg"


def identicon(seed: str) -> bytes:
    """The picture of a seed, which is 64 bits in hex, as SVG: under 1 KB, and always the same."""
    bits = int(seed, 16)
    colour = COLOURS[bits & 15]
    # The first bits make the left half with the middle column; the right half mirrors it.
    pattern = bits >> 4 & (1 << _SIZE * _HALF) - 1 or 1 << _SIZE * _HALF // 2
    squares = "".join(
        f"M{x} {y}h1v1h-1z"
        for y in range(_SIZE)
        for x in range(_SIZE)
        if pattern >> (y * _HALF + min(x, _SIZE - 1 - x)) & 1
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-.5 -.5 {_SIZE + 1} {_SIZE + 1}" '
        f'shape-rendering="crispEdges"><path fill="#{colour}" d="{squares}"/></svg>'
    ).encode()
