"""Blogger's older export, `blog-MM-DD-YYYY.xml`, and what converters wrote in its form.

It has no status: spam is not exported, and what was removed says so in a property; the words
that stand in its place are in the blog's language. Settings, which hold addresses of people, and
the template are not looked at.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.blogger import SOURCE, author, blog_of, body_of, short_id
from service.transfer.fields import derived_id, excerpt, moment
from service.transfer.importer import ReadOptions
from service.transfer.source import Entry, Source
from service.transfer.xml_node import Node
from service.transfer.xml_stream import records, root_name

_KIND = "schemas.google.com/g/2005#kind"
_PAGES = frozenset({"post", "page"})
_SECRET = frozenset({"settings", "template"})
_WANTED = frozenset({"feed/entry", "feed/id", "feed/author", "feed/link"})


class BloggerClassic:
    """See the module."""

    name = "blogger-classic"
    title = "Blogger (blog-….xml)"

    def recognises(self, sample: bytes, filename: str) -> float:
        """A feed whose entries have kinds, as only Blogger's have; or at least its name."""
        plain = sample.replace(b"\0", b"")
        if root_name(sample) != "feed":
            return 0.0
        if b"schemas.google.com/blogger/2008/kind#" in plain:
            return 0.95
        return 0.6 if b"tag:blogger.com," in plain or b">Blogger</" in plain else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """Every file that is one."""
        for entry in source.entries():
            if self.recognises(entry.sample(), entry.name) > 0:
                yield from _Feed(entry, options).read()


class _Feed:
    """One file."""

    def __init__(self, entry: Entry, options: ReadOptions) -> None:
        self._entry = entry
        self._options = options
        self._blog = ""
        self._owner: str | None = None
        self._pages: set[str] = set()
        self._linked: dict[ExternalId, str] = {}
        self._not_read: Counter[str] = Counter()

    def read(self) -> Iterator[Record]:
        for node in records(self._entry, _WANTED):
            if isinstance(node, Problem):
                yield node
            elif node.name == "entry":
                yield from self._record(node)
            else:
                self._of_the_blog(node)
        yield from self._pages_told_by_comments()
        place = Place(self._entry.name)
        secret = ", ".join(f"{count} {kind}" for kind, count in sorted(self._not_read.items()))
        if secret:
            yield Problem(Reason.SECRET_SKIPPED, Outcome.NOTED, place, excerpt=secret)
        elif not self._pages and not self._linked:  # Blogger now and then gives an empty file.
            yield Problem(Reason.TRUNCATED_FILE, Outcome.NOTED, place, excerpt="0 entries")

    def _of_the_blog(self, node: Node) -> None:
        if node.name == "id":
            self._blog = blog_of(node.text) or node.text or ""
        elif node.name == "author":
            self._owner = node.get("uri")
        elif not self._blog and node.attribute("rel") == "alternate":
            self._blog = node.attribute("href") or ""

    def _record(self, node: Node) -> Iterator[Record]:
        kind = _kind(node)
        if kind in _PAGES:
            yield self._page(node, kind)
        elif kind == "comment":
            yield from self._comment(node)
        elif kind in _SECRET:
            self._not_read[kind] += 1
        else:
            place, about = self._place(node), node.get("id")
            yield Problem(Reason.FIELD_UNKNOWN, Outcome.NOTED, place, about, excerpt(kind))

    def _page(self, node: Node, kind: str) -> NeutralThread:
        address = _link(node, "alternate")
        tag = node.get("id") or derived_id(address, node.get("title"))
        self._pages.add(short_id(tag))
        return NeutralThread(
            external=self._external(tag),
            address=address,
            title=node.get("title"),
            created_at=moment(node.get("published"), self._options.zone).ms,
            public=node.get("app:control", "app:draft") != "yes",
            extra={"type": kind},
        )

    def _comment(self, node: Node) -> Iterator[Record]:
        created, body = node.get("published"), body_of(node, newlines=False)
        page = _page_of(node)
        tag = node.get("id") or derived_id(page, node.get("author", "name"), created, body.source)
        place, about = self._place(node), short_id(tag)
        if page is None:
            said = excerpt(body.source)
            yield Problem(Reason.THREAD_MISSING, Outcome.SKIPPED, place, about, said)
            return
        reply = node.child("thr:in-reply-to")
        href = reply.attribute("href") if reply is not None else None
        external = self._external(tag)
        if href is not None and page not in self._pages:
            self._linked.setdefault(replace(external, id=page), href)
        at = moment(created, self._options.zone)
        if at.reason:
            yield Problem(at.reason, Outcome.KEPT, place, about, excerpt(created))
        removed = _property(node, "blogger.contentRemoved") == "true"
        if removed:
            said = excerpt(body.source)
            yield Problem(Reason.REMOVED_PLACEHOLDER, Outcome.KEPT, place, about, said)
        updated = node.get("updated")
        yield NeutralComment(
            external=external,
            thread=page,
            parent=_parent_of(node),
            body=body,
            status=NeutralStatus.DELETED if removed else NeutralStatus.APPROVED,
            author=self._author(node.child("author")),
            created_at=at.ms,
            created_original=created,
            url=_link(node, "alternate"),
            extra={} if updated in (None, created) else {"updated": updated},
        )

    def _author(self, node: Node | None) -> NeutralAuthor:
        if node is None:
            return NeutralAuthor()
        uri, image = node.get("uri"), node.child("gd:image")
        return author(
            node.get("name"),
            uri,
            email=node.get("email"),
            image=None if image is None else image.attribute("src"),
            site_owner=uri is not None and uri == self._owner,
        )

    def _pages_told_by_comments(self) -> Iterator[Record]:
        """Pages that the file does not hold, but whose addresses its comments tell."""
        for page, address in self._linked.items():
            if page.id not in self._pages:
                yield NeutralThread(page, address)

    def _external(self, tag: str) -> ExternalId:
        return ExternalId(SOURCE, blog_of(tag) or self._blog, short_id(tag))

    def _place(self, node: Node) -> Place:
        return Place(self._entry.name, node.line, node.offset)


def _kind(entry: Node) -> str | None:
    """The word behind `kind#`. Where a converter left that out, what answers is a comment."""
    for category in entry.all("category"):
        if _KIND in (category.attribute("scheme") or ""):
            return (category.attribute("term") or "").rpartition("#")[2]
    if entry.child("thr:in-reply-to") is not None:
        return "comment"
    return "post" if _link(entry, "alternate") else None


def _link(entry: Node, rel: str) -> str | None:
    links = (link for link in entry.all("link") if link.attribute("rel") == rel)
    return next((href for link in links if (href := link.attribute("href"))), None)


def _page_of(entry: Node) -> str | None:
    """The id of the page that a comment is on: told as a tag, as the page's feed, or by the
    comment's own place in it; else the page's address is all that there is."""
    reply = entry.child("thr:in-reply-to")
    if reply is not None:
        if ref := reply.attribute("ref"):
            return short_id(ref)
        if told := reply.attribute("source"):
            return _last(told)
    own = (_link(entry, "self") or _link(entry, "edit") or "").split("/")
    if "comments" in own and own.index("comments") > 0:
        return own[own.index("comments") - 1]
    return reply.attribute("href") if reply is not None else None


def _parent_of(entry: Node) -> str | None:
    related = _link(entry, "related")
    return None if related is None else _last(related)


def _last(address: str) -> str:
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]


def _property(entry: Node, name: str) -> str | None:
    found = (each for each in entry.all("gd:extendedProperty") if each.attribute("name") == name)
    return next((each.attribute("value") for each in found), None)


importer = BloggerClassic()
