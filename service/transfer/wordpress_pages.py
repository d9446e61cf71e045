"""Posts and pages of WordPress exports, and of the same form as Disqus wants it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import urlsplit

from service.domain.neutral import ExternalId, NeutralThread
from service.transfer.fields import derived_id, moment
from service.transfer.importer import ReadOptions
from service.transfer.wordpress_meta import OWN_KEY, metadata, threads_of
from service.transfer.xml_node import Node

SOURCE = "wordpress"
NO_MAIL = "anonymous.invalid"
"""Where the addresses are of those who gave none, in our own exports for Disqus."""

_NUMBER = re.compile(r"[?&](?:p|page_id|attachment_id)=([0-9]+)(?:&|$)")
_ADDRESS = re.compile(r"(?:https?://|/)\S+")
_SEEN = frozenset({None, "publish", "inherit", "closed"})
_NO_PAGES = frozenset(
    {"nav_menu_item", "attachment", "revision", "custom_css", "customize_changeset", "draft"}
    | {"oembed_cache", "user_request", "shop_order", "shop_coupon"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """An `<item>` as its comments see it. `others` are what it was elsewhere, too."""

    external: ExternalId
    address: str | None
    public: bool
    others: tuple[ExternalId, ...] = ()

    def comment(self, number: str | None) -> ExternalId:
        """One of its comments. Files exist that have a number on two pages."""
        return replace(self.external, id=f"{self.external.id}/{number}")


def page_of(item: Node, blog: str) -> Page:
    """The page of an item, as far as the item is read. `blog` is its address, empty if unknown."""
    link, guid, identifier = item.get("link"), item.get("guid"), identifier_of(item)
    number = item.get("wp:post_id") or _number(link) or _number(guid)
    id_ = number or identifier or link or guid or derived_id(item.get("title"))
    status, kind = item.get("wp:status"), item.get("wp:post_type")
    is_open = status in _SEEN and kind != "draft" and item.get("wp:post_password") is None
    meta = metadata(item, "wp:postmeta")
    own = threads_of(meta) or [ExternalId(SOURCE, blog or _host(link) or "", id_)]
    address = meta.get(OWN_KEY) or link or address_in(identifier)
    return Page(own[0], address, is_open, tuple(own[1:]))


def threads_at(item: Node, page: Page, options: ReadOptions) -> Iterator[NeutralThread]:
    """The thread of an item, once for each name that it has."""
    title, identifier = item.get("title"), identifier_of(item)
    told = (item.get("guid"), address_in(identifier) or identifier)
    gmt = moment(utc(item.get("wp:post_date_gmt")), options.zone)
    local = moment(item.get("wp:post_date"), options.zone)
    extra = {"name": item.get("wp:post_name"), "type": item.get("wp:post_type")}
    thread = NeutralThread(
        external=page.external,
        address=page.address,
        title=None if title in (None, page.address) else unescape(title or ""),
        closed=item.get("wp:comment_status") == "closed",
        created_at=local.ms if gmt.ms is None else gmt.ms,
        aliases=tuple(sorted({each for each in told if each and each != page.address})),
        public=page.public,
        extra={name: value for name, value in extra.items() if value is not None},
    )
    yield thread
    for other in page.others:
        yield replace(thread, external=other)


def may_have_comments(item: Node, page: Page) -> bool:
    """Whether an item without comments is a page that may get some: a menu is none, and nobody
    sees a draft."""
    return page.public and item.get("wp:post_type") not in _NO_PAGES


def identifier_of(item: Node) -> str | None:
    """What Disqus knows the page by, in its dialect."""
    return item.get("disqus:thread_identifier") or item.get("dsq:thread_identifier")


def utc(time: str | None) -> str | None:
    """A time of WordPress that is in UTC and does not say so."""
    if time is None or time.startswith("0000-"):
        return None
    return time if time[-1:] in "Zz" or "+" in time else f"{time}Z"


def address_in(identifier: str | None) -> str | None:
    """The address in an identifier, such as `198 http://blog.example/?p=198`."""
    words = (identifier or "").split()
    return next((word for word in words if _ADDRESS.fullmatch(word)), None)


def blog_address(address: str | None) -> str:
    """A blog by its address, whichever scheme it is read by."""
    return "" if address is None else re.sub(r"^https?://", "", address).rstrip("/").lower()


def _number(address: str | None) -> str | None:
    found = _NUMBER.search(address or "")
    return found[1] if found else None


def _host(address: str | None) -> str | None:
    try:
        return urlsplit(address or "").netloc.lower() or None
    except ValueError:
        return None
