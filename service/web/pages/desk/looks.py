"""How long the log of each site was when a page was made, so that what changed since is known."""

import re
from collections.abc import Mapping

_LOOK = re.compile(r"([a-z0-9-]{1,64}):([0-9]{1,9})")


def said_seen(seen: Mapping[str, int]) -> str:
    """The lengths by the sites' names, for a hidden field."""
    return " ".join(f"{slug}:{length}" for slug, length in seen.items())


def seen_on(said: str, slug: str) -> int:
    """The length that the field holds for a site; 0, at which nothing was seen, without one."""
    return next((int(length) for name, length in _LOOK.findall(said) if name == slug), 0)
