"""What a site can be set to, and how each setting must be to be kept."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from service.domain.errors import Invalid
from service.domain.page_key import ascii_host
from service.domain.site import Moderation, Site

NAME_MAX = 80
LISTED_MAX = 100
PARAMETER_MAX = 100
EDIT_MINUTES_MAX = 7 * 24 * 60
_SHOWN_MAX = 200

_HOST_MAX = 253
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PARAMETER = re.compile(r"[^\s&=#?;+%]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What somebody wants a site to be. None: not said. The hosts of the origins own pages too."""

    name: str | None = None
    language: str | None = None
    origins: Sequence[str] | None = None
    hosts: Sequence[str] | None = None
    moderation: Moderation | None = None
    parameters: Sequence[str] | None = None
    edit_minutes: int | None = None
    votes: bool | None = None


SETTINGS: tuple[str, ...] = tuple(field.name for field in fields(SiteSettings))


def said_settings(settings: SiteSettings) -> dict[str, Any]:
    """Those that are said, by their names, as they are said."""
    said = {name: getattr(settings, name) for name in SETTINGS}
    return {name: value for name, value in said.items() if value is not None}


def site_with(site: Site, settings: SiteSettings) -> Site:
    """The site set to what is said. Raises Invalid, its `field` the setting's name: `bad_name`,
    `bad_origin` for what is not an origin of http or https, `bad_host`, `bad_parameter`,
    `bad_edit_minutes`, `too_many`."""
    said = {name: _kept(name, value) for name, value in said_settings(settings).items()}
    wanted = replace(site, **said)
    if not {"origins", "hosts"} & said.keys():
        return wanted
    of_origins = [urlsplit(origin).hostname or "" for origin in wanted.origins]
    return replace(wanted, hosts=_each_once([*wanted.hosts, *of_origins]))


def _kept(name: str, value: Any) -> Any:
    read = _READ.get(name)
    if read is not None:
        return read(value)
    one = _READ_EACH.get(name)
    if one is None:
        return value
    if len(value) > LISTED_MAX:
        raise Invalid("too_many", name, limit=LISTED_MAX)
    return _each_once(map(one, value))


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _name(name: str) -> str:
    known = name.strip()
    if not 0 < len(known) <= NAME_MAX or not known.isprintable():
        raise Invalid("bad_name", "name", limit=NAME_MAX)
    return known


def _minutes(minutes: int) -> int:
    if not 0 <= minutes <= EDIT_MINUTES_MAX:
        raise Invalid("bad_edit_minutes", "edit_minutes", most=EDIT_MINUTES_MAX)
    return minutes


def _host(host: str) -> str:
    known = _known_host(host.strip())
    if known is None:
        raise Invalid("bad_host", "hosts", host=host[:_SHOWN_MAX])
    return known


def _known_host(host: str) -> str | None:
    """The host as browsers write it: a name of labels, or an address. None for what is neither."""
    known = ascii_host(host)
    labels = known.split(".")
    if ":" in known or _NUMBER.fullmatch(labels[-1]):
        # A browser takes a name that ends in a number for an IPv4 address, or for nothing.
        try:
            return str(ip_address(known)) if "%" not in known else None
        except ValueError:
            return None
    is_name = len(known) <= _HOST_MAX and all(map(_LABEL.fullmatch, labels))
    return known if is_name else None


def _parameter(name: str) -> str:
    known = name.strip()
    fits = len(known) <= PARAMETER_MAX and known.isprintable() and _PARAMETER.fullmatch(known)
    if not fits:
        raise Invalid("bad_parameter", "parameters", parameter=name[:_SHOWN_MAX])
    return known


def _origin(origin: str) -> str:
    """The origin as browsers send it (RFC 6454): no path, no default port, an A-label host."""
    try:
        parts = urlsplit(origin.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = _known_host(parts.hostname or "")
    if host is None or port == 0 or not _is_origin(parts):
        raise Invalid("bad_origin", "origins", origin=origin[:_SHOWN_MAX])
    shown = f"[{host}]" if ":" in host else host
    ending = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{shown}{ending}"


def _is_origin(parts: SplitResult) -> bool:
    surplus = parts.path.removeprefix("/") or parts.query or parts.fragment
    return parts.scheme in _DEFAULT_PORTS and not surplus and "@" not in parts.netloc


_READ: Mapping[str, Callable[[Any], Any]] = {"name": _name, "edit_minutes": _minutes}
_READ_EACH: Mapping[str, Callable[[str], str]] = {
    "origins": _origin,
    "hosts": _host,
    "parameters": _parameter,
}
