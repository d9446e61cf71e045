"""Set up a site, or bring it to what is asked: the same call again changes nothing."""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from service.domain.errors import Invalid
from service.domain.page_key import ascii_host
from service.domain.ports import Storage, Transaction
from service.domain.site import Moderation, Site

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]*")
_DEFAULT_PORTS = {"http": 80, "https": 443}


async def set_up_site(
    slug: str,
    *,
    name: str | None,
    origins: Sequence[str],
    hosts: Sequence[str],
    language: str | None,
    moderation: Moderation | None,
    storage: Storage,
) -> tuple[Site, bool]:
    """Makes the site, or changes what is given and differs. Returns it and whether it is new.

    The hosts of the origins own pages too. Raises Invalid `bad_slug`, `bad_origin` for what is not
    an origin of http or https, and `bad_host`.
    """
    if not _SLUG.fullmatch(slug):
        raise Invalid("bad_slug", "site", slug=slug)
    wanted_origins = _each_once(map(_origin, origins))
    of_origins = [urlsplit(origin).hostname or "" for origin in wanted_origins]
    known = await storage.sites.by_slug(slug)
    if known is None:
        site = Site(
            id=0,
            slug=slug,
            name=name or slug,
            language=language or "en",
            origins=wanted_origins,
            hosts=_each_once([*map(_host, hosts), *of_origins]),
            secret=secrets.token_bytes(32),
            moderation=moderation or Moderation.HOLD_NEW,
        )

        async def make(tx: Transaction) -> Site:
            return await tx.add_site(site)

        return await storage.write(make), True
    wanted = replace(
        known,
        name=name or known.name,
        language=language or known.language,
        origins=wanted_origins or known.origins,
        hosts=_each_once([*(map(_host, hosts) if hosts else known.hosts), *of_origins]),
        moderation=moderation or known.moderation,
    )
    if wanted != known:

        async def change(tx: Transaction) -> None:
            await tx.change_site(wanted)

        await storage.write(change)
    return wanted, False


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _host(host: str) -> str:
    known = ascii_host(host)
    if not _HOST.fullmatch(known):
        raise Invalid("bad_host", "host", host=host)
    return known


def _origin(origin: str) -> str:
    """The origin as browsers send it (RFC 6454): no path, no default port, an A-label host."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = ascii_host(parts.hostname or "")
    if not _HOST.fullmatch(host) or not _is_origin(parts):
        raise Invalid("bad_origin", "origin", origin=origin)
    shown = f"[{host}]" if ":" in host else host
    ending = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{shown}{ending}"


def _is_origin(parts: SplitResult) -> bool:
    surplus = parts.path.removeprefix("/") or parts.query or parts.fragment
    return parts.scheme in _DEFAULT_PORTS and not surplus and "@" not in parts.netloc
