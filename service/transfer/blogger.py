"""What both of Blogger's formats share: how it names things, and whom it calls who."""

import re
from urllib.parse import urlsplit

from service.domain.neutral import Account, Body, BodyFormat, NeutralAuthor
from service.transfer.xml_node import Node

SOURCE = "blogger"

_BLOG = re.compile(r"tag:blogger\.com,[0-9]{4}:blog-([0-9]+)")
_TAG = re.compile(r"tag:blogger\.com,[0-9]{4}:blog-[0-9]+\.[a-z]+-([0-9]+)")
_PROFILE = re.compile(r"(?:https?:)?//(?:www\.|draft\.|beta\.)?blogger\.com/profile/([0-9]+)/?")
_PLUS = re.compile(r"(?:https?:)?//plus\.google\.com/(?:u/[0-9]/)?([0-9]+|\+[^/]+)/?")
_BLANK_IMAGES = ("blank.gif", "b16-rounded.gif", "openid16-rounded.gif", "blogger_logo_round")
_NOBODY = frozenset(
    {
        *(
            "anonymous",
            "anoniem",
            "anonyme",
            "anonym",
            "anónimo",
            "anônimo",
            "anonimo",
            "anonimowy",
        ),
        *("anonymní", "anonymt", "anonymous user", "anonim", "adsız", "аноним", "анонимный"),
        *("анонім", "ανώνυμος", "匿名", "익명", "anònim", "névtelen", "tuntematon", "אנונימי"),
        *("غير معرف", "unknown", "onbekend", "inconnu", "unbekannt", "desconocido", "desconhecido"),
        *("sconosciuto", "nieznany", "okänd", "ukjent", "ukendt", "неизвестный", "невідомий"),
    }
)


def blog_of(tag: str | None) -> str | None:
    """The number of the blog that a tag is about."""
    found = _BLOG.match(tag or "")
    return found[1] if found else None


def short_id(tag: str) -> str:
    """The number of a post or comment by its tag: what old links call it. A tag of another kind
    stays as it is."""
    found = _TAG.fullmatch(tag)
    return found[1] if found else tag


def author(
    name: str | None,
    uri: str | None,
    *,
    email: str | None = None,
    image: str | None = None,
    site_owner: bool = False,
) -> NeutralAuthor:
    """Who wrote it. A profile is an account, not a website; names that Google gives to people
    without one are none."""
    account = _account(uri)
    return NeutralAuthor(
        name=None if name is None or name.casefold() in _NOBODY else name,
        email=None if (email or "").lower() == "noreply@blogger.com" else email,
        url=None if account else uri,
        avatar=_avatar(image),
        account=account,
        site_owner=site_owner,
    )


def _account(uri: str | None) -> Account | None:
    if uri is None:
        return None
    if profile := _PROFILE.fullmatch(uri):
        return Account(SOURCE, profile[1])
    if plus := _PLUS.fullmatch(uri):
        return Account("google-plus", plus[1])
    return None


def _avatar(image: str | None) -> str | None:
    if image is None or any(blank in image for blank in _BLANK_IMAGES):
        return None
    return f"https:{image}" if image.startswith("//") else image


def under(base: str | None, path: str) -> str:
    """A path of the blog as an address below where the blog is; as it is where that is not told."""
    if base is None or urlsplit(path).scheme:
        return path
    return f"{base.rstrip('/')}/{path.lstrip('/')}"


def body_of(entry: Node, *, newlines: bool) -> Body:
    """What an entry says, verbatim; empty when it has no content."""
    content = entry.child("content")
    if content is None:
        return Body("", BodyFormat.HTML)
    if content.attribute("type") == "text":
        return Body(content.raw, BodyFormat.TEXT)
    return Body(content.raw, BodyFormat.HTML, newlines)
