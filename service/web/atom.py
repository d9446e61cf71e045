"""Comments as Atom: RFC 4287, with the threads of RFC 4685.

Addresses of the service itself are relative, so that nobody's Host header gets into what is kept
for all readers.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from service.domain.identity import feed_id
from service.domain.published import FeedEntry
from service.domain.site import Site
from service.domain.thread import Thread
from service.locales import text
from service.usecases.list_feed import Feed
from service.web import headers
from service.web.route import API
from service.web.shown.times import iso

ATOM = "http://www.w3.org/2005/Atom"
THREADING = "http://purl.org/syndication/thread/1.0"

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINK = re.compile(r"https?://", re.IGNORECASE)


def feed_document(feed: Feed, language: str) -> bytes:
    """The feed, its titles in the language given. Well formed whatever anybody wrote."""
    site, thread = feed.site, feed.thread
    root = Element("feed", {"xmlns": ATOM, "xmlns:thr": THREADING, "xml:lang": language})
    _add(root, "id", UUID(bytes=feed_id(site, thread.key if thread else None)).urn)
    name = text(language, "feed.site", site=site.name)
    if thread is not None:
        name = text(language, "feed.page", title=thread.title or thread.key)
    _add(root, "title", name)
    _add(root, "updated", iso(max(map(_updated, feed.entries), default=0)))
    _add(root, "link", rel="self", type=headers.ATOM_TYPE, href=feed_path(site, thread))
    page = thread.url if thread else next(iter(site.origins), None)
    if page is not None:
        _add(root, "link", rel="alternate", type="text/html", href=page)
    _add(root, "generator", "Reactie")
    for entry in feed.entries:
        root.append(_entry(entry, site, language))
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def feed_path(site: Site, thread: Thread | None) -> str:
    """Where the feed of a thread is, or of the whole site."""
    page = {} if thread is None else {"post": thread.key}
    return f"{API}/feed?{urlencode({'site': site.slug, **page}, errors='replace')}"


def _entry(entry: FeedEntry, site: Site, language: str) -> Element:
    comment, thread = entry.comment, entry.thread
    author = comment.name or text(language, "page.anonymous")
    title = text(language, "feed.entry", name=author, title=thread.title or thread.key)
    made = Element("entry")
    _add(made, "id", _urn(comment.public_id))
    _add(made, "title", title)
    _add(made, "published", iso(comment.created_at))
    _add(made, "updated", iso(_updated(entry)))
    by = _add(made, "author")
    _add(by, "name", author)
    if comment.website and _LINK.match(comment.website):
        _add(by, "uri", comment.website)
    if thread.url is not None:
        place = f"{thread.url}#reactie-{comment.public_id}"
        _add(made, "link", rel="alternate", type="text/html", href=place)
    _relate(made, entry, site)
    _add(made, "content", comment.html or "", {"type": "html", "xml:lang": site.language})
    return made


def _relate(made: Element, entry: FeedEntry, site: Site) -> None:
    """What the entry answers, and where its answers are."""
    page = entry.thread.url
    if entry.parent is not None:
        above = {} if page is None else {"href": f"{page}#reactie-{entry.parent}"}
        _add(made, "thr:in-reply-to", None, above, ref=_urn(entry.parent), type="text/html")
    elif page is not None:
        _add(made, "thr:in-reply-to", ref=page, href=page, type="text/html")
    if entry.replies:
        below = {"thr:count": str(entry.replies)}
        where = feed_path(site, entry.thread)
        _add(made, "link", None, below, rel="replies", type=headers.ATOM_TYPE, href=where)


def _updated(entry: FeedEntry) -> int:
    return entry.comment.edited_at or entry.comment.created_at


def _urn(public_id: str) -> str:
    return UUID(public_id).urn


def _add(
    parent: Element,
    tag: str,
    content: str | None = None,
    more: Mapping[str, str] | None = None,
    **attributes: str,
) -> Element:
    """An element below the parent, without the characters that XML cannot hold."""
    said = {name: _NO_XML.sub("", value) for name, value in {**attributes, **(more or {})}.items()}
    made = SubElement(parent, tag, said)
    if content is not None:
        made.text = _NO_XML.sub("", content)
    return made
