"""Which page of a site an address from elsewhere means."""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote, urlsplit

from service.domain.errors import Invalid
from service.domain.import_problem import Reason
from service.domain.imported import HELD
from service.domain.page_key import KEY_MAX, canonical_host, page_address
from service.domain.site import Site

_CACHED = re.compile(r"cache:(?:[^:/]*:(?!//))?(.+)")
_ARCHIVED = re.compile(r"/web/[0-9]{4,14}[a-z_]*/(.+)")


@dataclass(frozen=True, slots=True)
class Page:
    """`reason` says why it is held and not among the site's pages; `proposal` is the key of the
    page that it may be."""

    key: str
    url: str | None
    reason: Reason | None = None
    proposal: str | None = None


def page_of(site: Site, address: str | None, hosts: tuple[str, ...], name: str) -> Page:
    """The page at the address. `hosts` are others that count as the site's own for this once;
    `name` tells what has no address apart from all others."""
    if address is None:
        return Page(_held(name), None, Reason.THREAD_NO_URL)
    if address.startswith(HELD):
        return Page(address[:KEY_MAX], None)
    try:
        key = page_address(replace(site, hosts=(*site.hosts, *hosts)), address).key
    except Invalid as error:
        if error.code == "foreign_page":
            return _foreign(site, address, hosts)
        return Page(_held(name), None, Reason.THREAD_NO_URL)
    return Page(key, page_address(site, key).url)


def alias_of(site: Site, address: str, hosts: tuple[str, ...]) -> str | None:
    """The key of a further address of a page, if it is one of the site's."""
    try:
        return page_address(replace(site, hosts=(*site.hosts, *hosts)), address).key
    except Invalid:
        return None


def proposed(address: str) -> str | None:
    """The address of the page that a cache, a translator or an archive showed."""
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if host.endswith(".translate.goog"):
        name = host.removesuffix(".translate.goog").replace("--", "\0").replace("-", ".")
        return f"https://{name.replace(chr(0), '-')}{parts.path}"
    cached = _CACHED.match(query.get("q", [""])[0])
    if cached and "webcache" in host:
        return _absolute(cached[1].split()[0] if cached[1].split() else "")
    if "translate" in host and "u" in query:
        return _absolute(query["u"][0])
    archived = _ARCHIVED.match(parts.path)
    if archived and host.endswith("archive.org"):
        return _absolute(unquote(archived[1]))
    return None


def _absolute(address: str) -> str | None:
    if not address:
        return None
    return address if "://" in address else f"http://{address}"


def _foreign(site: Site, address: str, hosts: tuple[str, ...]) -> Page:
    shown = proposed(address)
    proposal = None if shown is None else alias_of(site, shown, hosts)
    host = canonical_host(urlsplit(address if "//" in address else f"//{address}").hostname or "")
    try:
        key = page_address(replace(site, hosts=(host,), origins=()), address).key
    except (Invalid, ValueError):
        key = address
    return Page(_held(f"{host}{key}"), None, Reason.THREAD_FOREIGN_HOST, proposal)


def _held(name: str) -> str:
    return f"{HELD}{name}"[:KEY_MAX]
