"""Links as people and spammers write them: with and without scheme, in Markdown, in pasted HTML.

Every text is read in time linear in its length: the patterns below have possessive quantifiers and
can only start where a run of their characters starts.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

# fmt: off
_SURE_ENDINGS = frozenset({
    "biz", "casino", "club", "cn", "com", "gov", "jp", "mobi", "nl", "online", "org", "ru", "shop",
    "tk", "ua", "uk", "vip", "website", "xxx", "xyz",
})
# fmt: on
"""Endings after which a bare name is a link for certain. Not among them are those that sentences,
code and files have too (klaar.de, log.info, asp.net): they need a path, `www.` or a scheme."""

# fmt: off
_ENDINGS_WITH_PATH = frozenset({
    "ai", "app", "art", "at", "bar", "be", "best", "bid", "blog", "buzz", "ca", "cc", "ch",
    "click", "cloud", "co", "cool", "cz", "date", "de", "dev", "dk", "edu", "es", "eu", "fi", "fr",
    "fun", "gl", "gg", "guru", "hu", "in", "info", "ink", "int", "io", "ir", "is", "it", "kr",
    "lat", "life", "link", "live", "loan", "lol", "ltd", "ly", "me", "monster", "name", "net",
    "network", "news", "ngo", "no", "page", "party", "ph", "pics", "pl", "pro", "pt", "pub", "pw",
    "racing", "review", "ro", "rocks", "se", "site", "sk", "social", "space", "store", "su",
    "surf", "tech", "to", "today", "top", "tr", "trade", "tv", "us", "vn", "wiki", "win", "work",
    "world", "wtf", "za", "zone",
})
# fmt: on

_START = re.compile(
    r"(?P<scheme>(?<![^\W_])(?:h(?:tt|xx)ps?|ftp)://)"
    r"|(?P<bare>(?<![\w@./-])(?://)?(?:[^\W_][\w-]{0,62}+\.(?=[^\W_]))++[^\W\d_]{2,24}+(?![\w@-]))",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\.[^\W_]|://")
_PLAIN = r"[^\s<>\"`{}|\\^\[\],;()]"
_EXTENT = re.compile(
    rf"{_PLAIN}*+(?:(?:[,;](?!https?://)|\({_PLAIN}*+\)){_PLAIN}*+)*+", re.IGNORECASE
)
"""How far a link goes: parentheses belong to it when it both opens and closes them."""
_AUTHORITY = re.compile(r"[^\s<>\"`{}|\\^\[\],;()/?#]*+")
_TRAILING = ".,;:!?'*_~"
_MARKUP_BETWEEN = frozenset({"](", '">', "'>", ">", "]"})
_HOST_MAX = 253
_LABEL_MAX = 63


class Link(NamedTuple):
    """A link and where it stands in its field. `host` is canonical: see `canonical_host`.

    `address` is equal for links that lead to the same page: the host with all that follows it.
    """

    host: str
    address: str
    start: int
    end: int


def canonical_host(host: str) -> str:
    """A host name as it is compared: lower case, ASCII (IDNA), without `www.` and a final dot."""
    return _canonical_host(host[:_HOST_MAX])


@lru_cache(maxsize=1024)
def _canonical_host(host: str) -> str:
    name = unquote(host).lower()
    if not name.isascii():
        typed = unicodedata.normalize("NFKC", name.casefold()).replace("\u3002", ".")
        name = ".".join(map(_ascii_label, typed.split(".")))
    return name.strip(".").removeprefix("www.")


def _ascii_label(label: str) -> str:
    """A label as IDNA writes it; the codec of the standard library takes five times as long."""
    seen = "".join(each for each in label if unicodedata.category(each) != "Cf")
    if seen.isascii() or len(seen) > _LABEL_MAX:
        return seen
    return f"xn--{seen.encode('punycode').decode('ascii')}"


def find_links(source: str) -> tuple[Link, ...]:
    """All links of a text, in order. The shown text of a link to the same host (in Markdown, HTML
    or BBCode) is no second link; mail addresses are none at all."""
    links: list[Link] = []
    place = 0
    while (start := _next_start(source, place)) is not None:
        link = _scheme_link(source, start) if start["scheme"] else _bare_link(source, start)
        place = start.end() if link is None else link.end
        if link is not None and not (links and _shows(source, links[-1], link)):
            links.append(link)
    return tuple(links)


def _next_start(source: str, place: int) -> re.Match[str] | None:
    # Prose is skipped to the word that may hold a link: the pattern alone takes ten times as long.
    sign = _SIGN.search(source, place)
    if sign is None:
        return None
    return _START.search(source, max(place, source.rfind(" ", place, sign.start()) + 1))


def _scheme_link(source: str, start: re.Match[str]) -> Link | None:
    found = _AUTHORITY.match(source, start.end())
    authority = "" if found is None else found[0].rstrip(_TRAILING)
    host = canonical_host(authority.rpartition("@")[2].partition(":")[0])
    if not host:
        return None
    path = start.end() + len(authority)
    end = _end_of(source, path)
    return Link(host, _address(host, source[path:end]), start.start(), end)


def _bare_link(source: str, start: re.Match[str]) -> Link | None:
    name = start["bare"].removeprefix("//")
    after = source[start.end() : start.end() + 2]
    has_path = len(after) == 2 and after[0] == "/" and not after[1].isspace()
    if not _is_host(name.lower(), has_path=has_path):
        return None
    end = _end_of(source, start.end()) if after[:1] in ("/", "?", "#", ":") else start.end()
    host = canonical_host(name)
    return Link(host, _address(host, source[start.end() : end]), start.start(), end)


def _address(host: str, path: str) -> str:
    return f"{host}{path}".rstrip("/")


def _is_host(name: str, *, has_path: bool) -> bool:
    before, _, ending = name.rpartition(".")
    if name.startswith("www."):
        return "." in before
    return ending in _SURE_ENDINGS or (has_path and ending in _ENDINGS_WITH_PATH)


def _end_of(source: str, place: int) -> int:
    found = _EXTENT.match(source, place)
    end = place if found is None else found.end()
    while end > place and source[end - 1] in _TRAILING:
        end -= 1
    return end


def _shows(source: str, earlier: Link, later: Link) -> bool:
    return earlier.host == later.host and source[earlier.end : later.start] in _MARKUP_BETWEEN
