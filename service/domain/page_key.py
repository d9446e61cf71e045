"""The canonical address of a page: one page, one thread, however it was linked to.

Pages were seen split between http and https, www and bare host, with and without a final slash,
with tracking parameters and under every country's blogspot; all of these are one thread. What
could be two pages stays two: case, `.html`, `%2F`, and parameters that choose a page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize
from urllib.parse import parse_qsl, urlencode

from service.domain.errors import Invalid
from service.domain.site import Site

URL_RULES = 1
"""Grows when the same address would get another key, so that keys can be computed anew."""

KEY_MAX = 2_000
NAME_MAX = 512
_RAW_MAX = 4_000
_HOST_MAX = 253

_PARAMETERS = frozenset({"p", "page_id", "attachment_id"})
_NEVER = frozenset(
    {"m", "showComment", "spref", "hl", "fbclid", "gclid", "ref", "from", "isappinstalled", "amp"}
    | {"replytocom"}
)
_NO_NAMES = frozenset({"", "null", "undefined"})
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_PLAIN = _UNRESERVED | frozenset("/:@!$&'()*+,;=")
_ESCAPE = 0xDC00
"""Bytes that stay escaped are held as lone surrogates from here on (as `surrogateescape` does for
bytes that are no UTF-8), so that no normalisation can touch them."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:(https?):)?//([^/?#]+)(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^:@\[\]]+)(?::([0-9]{0,5}))?", re.IGNORECASE)
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})?")
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE | re.ASCII)
_INDEX = re.compile(r"index\.(?:html?|php)|[Dd]efault\.aspx?")
_BLOGSPOT = re.compile(r"([^.]+)\.blogspot\.(?:com?\.)?[a-z]{2,3}")
_DOTS = re.compile("[.\u3002]")


_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class PageAddress:
    """`key` names the thread; `url` is the page as a link for people, None for a named thread."""

    key: str
    url: str | None


# A post asks three times, and most requests are about few pages.
@lru_cache(_REMEMBERED)
def page_address(site: Site, post: str) -> PageAddress:
    """The address of the page that `post` means: an absolute URL, a path, or a name of its own.

    The key of a key is the key itself; it has at most `KEY_MAX` characters. The link always leads
    to one of the site's hosts. Raises Invalid `bad_page` for what cannot be a page and
    `foreign_page` for a host that is not the site's.
    """
    post = post.strip()
    if len(post) > _RAW_MAX or any(category(sign) in ("Cc", "Cs") for sign in post):
        raise _bad_page()
    absolute = _ABSOLUTE.fullmatch(post)
    if absolute:
        scheme, authority, local = absolute.groups()
        return _page(site, _own_base(site, scheme, authority), local)
    if post.startswith("/"):
        return _page(site, _base(site), post)
    if post.lower() in _NO_NAMES or len(post) > NAME_MAX or _SCHEME.match(post):
        raise _bad_page()
    return PageAddress(post, None)


def same_host(host: str, own: Iterable[str]) -> bool:
    """Whether a host name is one of the site's (see `canonical_host`)."""
    return canonical_host(host) in {canonical_host(each) for each in own}


def canonical_host(host: str) -> str:
    """A host name as it is compared: an A-label in lower case, without final dot and `www.`, all
    of Blogger's country domains as `.blogspot.com`. Empty for what is too long to be a host."""
    name = ascii_host(host).removeprefix("www.")
    blog = _BLOGSPOT.fullmatch(name)
    return f"{blog[1]}.blogspot.com" if blog else name


def ascii_host(host: str) -> str:
    """A host name in lower case, as A-labels, without final dot or an IPv6 address's brackets.

    Empty for what is too long to be a host.
    """
    if len(host) > _HOST_MAX:
        return ""
    if not host.isascii():
        host = normalize("NFKC", normalize("NFKC", host).lower())
    return ".".join(map(_a_label, _DOTS.split(host.lower().strip("[]")))).removesuffix(".")


def _a_label(label: str) -> str:
    """RFC 3490's ToASCII but for its mapping, which loses ß and ς: browsers keep them (UTS 46)."""
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()


def _own_base(site: Site, scheme: str | None, authority: str) -> str:
    """Scheme and host of a link to the site. What a browser would read otherwise than we do (a
    backslash, a user name) is no page at all."""
    parts = None if "\\" in authority else _AUTHORITY.fullmatch(authority)
    if parts is None or int(parts[2] or 0) > 65_535:
        raise _bad_page()
    host = ascii_host(parts[1])
    canonical = canonical_host(host)
    if not canonical or not same_host(host, site.hosts):
        raise Invalid("foreign_page", "post")
    # Another country's blogspot may be anybody's one day: people are led to the domain listed.
    shown = host if host.removeprefix("www.") == canonical else canonical
    shown = f"[{shown}]" if ":" in shown else shown
    port = f":{int(parts[2])}" if parts[2] else ""
    return f"{(scheme or _base(site).partition(':')[0]).lower()}://{shown}{port}"


def _base(site: Site) -> str:
    """Where the site's paths are. Empty when it has neither an origin nor a host."""
    if site.origins:
        return site.origins[0]
    return f"https://{site.hosts[0]}" if site.hosts else ""


def _page(site: Site, base: str, local: str) -> PageAddress:
    path, _, query = local.partition("#")[0].partition("?")
    if "\\" in local:
        raise _bad_page()
    raw = _SESSION.sub("", _unescaped(path or "/"))
    wanted = _query(site, query)
    key = _escaped(_canonical_path(raw)) + wanted
    link = _escaped(raw) + wanted
    if max(len(key), len(link)) > KEY_MAX:
        raise _bad_page()
    return PageAddress(key, base + link if base else None)


def _canonical_path(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    while kept and _INDEX.fullmatch(kept[-1]):
        kept.pop()
    return "/" + "/".join(kept)


def _query(site: Site, query: str) -> str:
    """The parameters that choose a page, sorted, with their question mark."""
    wanted = (_PARAMETERS | set(site.parameters)) - _NEVER
    pairs = parse_qsl(query, errors="surrogateescape")
    kept = {pair for pair in pairs if pair[0] in wanted and not pair[0].startswith("utm_")}
    return "?" + urlencode(sorted(kept), errors="surrogateescape") if kept else ""


def _unescaped(path: str) -> str:
    """The path in NFC with the escapes opened that mean nothing but their character."""

    def opened(found: re.Match[str]) -> str:
        byte = int(found[1] or "25", 16)
        sign = chr(byte)
        return sign if sign in _UNRESERVED else chr(_ESCAPE + byte)

    # Bytes of one character may be half escaped: they meet again as surrogates and are read as one.
    held = _ESCAPED.sub(opened, path)
    return normalize("NFC", "".join(map(_joined, re.split("([\udc80-\udcff]+)", held))))


def _joined(part: str) -> str:
    if not part or not "\udc80" <= part[0] <= "\udcff":
        return part
    return part.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _escaped(path: str) -> str:
    return "".join(sign if sign in _PLAIN else _as_escape(sign) for sign in path)


def _as_escape(sign: str) -> str:
    code = ord(sign) - _ESCAPE
    data = bytes([code]) if 0 <= code <= 0xFF else sign.encode()
    return "".join(f"%{byte:02X}" for byte in data)


def _bad_page() -> Invalid:
    return Invalid("bad_page", "post")
