"""Blogger's `feed.atom` of a Google Takeout: posts, pages and every comment, spam too.

Line breaks of its texts are newlines, unlike those of the older export. `updated` of a comment is
when it was moderated. Texts of ghosted comments are gone; they stay for the replies below them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath

from service.domain.errors import Invalid
from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    ExternalId,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.blogger import SOURCE, author, blog_of, body_of, short_id, under
from service.transfer.fields import derived_id, excerpt, moment
from service.transfer.importer import ReadOptions
from service.transfer.source import Entry, Source
from service.transfer.unread import Unread
from service.transfer.xml_node import Node
from service.transfer.xml_stream import records, root_name

_NAMESPACE = b"schemas.google.com/blogger/2018"
_TYPE = re.compile(rb":type>\s*(?:POST|PAGE|COMMENT)\s*</")
_PAGES = frozenset({"POST", "PAGE"})
_STATUSES = {
    "LIVE": NeutralStatus.APPROVED,
    "SPAM_COMMENT": NeutralStatus.SPAM,
    "GHOSTED_COMMENT": NeutralStatus.DELETED,
    "SOFT_TRASHED": NeutralStatus.TRASH,
}
_PAGE_STATUSES = frozenset({"LIVE", "DRAFT", "SCHEDULED", "SOFT_TRASHED"})
_ACCOUNTS = frozenset({None, "BLOGGER", "ANONYMOUS"})
_KNOWN = frozenset(
    {"id", "author", "content", "published", "updated", "title", "link", "category", "enclosure"}
    | {f"blogger:{name}" for name in ("parent", "inReplyTo", "type", "status", "created")}
    | {f"blogger:{name}" for name in ("trashed", "filename", "location", "metaDescription")}
)


class BloggerTakeout:
    """See the module."""

    name = "blogger-takeout"
    title = "Blogger (Google Takeout)"

    def recognises(self, sample: bytes, filename: str) -> float:
        """A feed in the namespace of 2018, or with its types."""
        plain = sample.replace(b"\0", b"")
        if root_name(sample) != "feed":
            return 0.0
        return 1.0 if _NAMESPACE in plain else 0.8 if _TYPE.search(plain) else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """The feed of one blog. `Comments/<blog>/feed.atom` has what the owner wrote, on whichever
        blog: of it, only what stands on a page of the blog."""
        feeds = [entry for entry in source.entries() if self._is_feed(entry)]
        blogs = [blog for entry in feeds if (blog := _blog_in(entry)) is not None]
        pages: set[str] = set()
        for blog in _chosen(blogs, options.blog):
            yield from _Feed(blog.feed, options, pages, only_here=False).read()
        of_blogs = {blog.feed.name for blog in blogs}
        for entry in feeds:
            if entry.name not in of_blogs:
                yield from _Feed(entry, options, pages, only_here=bool(blogs)).read()

    def _is_feed(self, entry: Entry) -> bool:
        return "/Albums/" not in f"/{entry.name}" and self.recognises(entry.sample(), "") > 0


@dataclass(frozen=True, slots=True)
class _Blog:
    """A blog's feed. `number` is Blogger's own, `name` that of its folder, else its title."""

    feed: Entry
    number: str
    name: str
    title: str

    def is_called(self, name: str) -> bool:
        """Whether people may mean it by this name."""
        called = {each.casefold() for each in (self.number, self.name, self.title)}
        return name.strip().casefold() in called


def _blog_in(entry: Entry) -> _Blog | None:
    """The blog that a feed is of; None for one without pages: comments of the account's owner."""
    number = title = ""
    for node in records(entry, {"feed/entry", "feed/id", "feed/title"}):
        if isinstance(node, Problem):
            continue
        if node.name == "id":
            number = blog_of(node.text) or ""
        elif node.name == "title":
            title = unescape(unescape(node.text or ""))
        elif node.get("blogger:type") in _PAGES:
            number = number or blog_of(node.get("id")) or entry.name
            return _Blog(entry, number, PurePosixPath(entry.name).parent.name or title, title)
    return None


def _chosen(blogs: Sequence[_Blog], name: str | None) -> Sequence[_Blog]:
    """The feeds of the blog of this name; of the only one where none was named."""
    found = [blog for blog in blogs if name is None or blog.is_called(name)]
    if len({blog.number for blog in found}) > 1 or (blogs and not found):
        names = ", ".join(sorted({blog.name for blog in blogs}))
        code = "import_unknown_blog" if name else "import_several_blogs"
        raise Invalid(code, "blog", blog=name or "", blogs=names)
    return found


class _Feed:
    """One file. `pages` are the ids of the pages met so far, of all files."""

    def __init__(
        self, entry: Entry, options: ReadOptions, pages: set[str], *, only_here: bool
    ) -> None:
        self._entry = entry
        self._options = options
        self._pages = pages
        self._only_here = only_here
        self._blog = ""
        self._unread = Unread(_KNOWN)

    def read(self) -> Iterator[Record]:
        entries = 0
        for node in records(self._entry, {"feed/entry", "feed/id"}):
            if isinstance(node, Problem):
                yield node
            elif node.name == "id":
                self._blog = blog_of(node.text) or node.text or ""
            else:
                entries += 1
                yield from self._record(node)
        if not entries:  # Blogger now and then gives a feed without anything in it.
            place = Place(self._entry.name)
            yield Problem(Reason.TRUNCATED_FILE, Outcome.NOTED, place, excerpt="0 entries")

    def _record(self, node: Node) -> Iterator[Record]:
        kind = node.get("blogger:type")
        if kind in _PAGES:
            yield from self._page(node, kind or "")
        elif kind == "COMMENT" or node.child("blogger:parent") is not None:
            yield from self._comment(node, kind)
        else:
            about, said = node.get("id"), excerpt(kind)
            yield Problem(Reason.FIELD_UNKNOWN, Outcome.NOTED, self._place(node), about, said)

    def _page(self, node: Node, kind: str) -> Iterator[Record]:
        path, status = node.get("blogger:filename"), node.get("blogger:status")
        tag = node.get("id") or derived_id(path, node.get("title"))
        self._pages.add(short_id(tag))
        if status not in _PAGE_STATUSES:
            place, about = self._place(node), short_id(tag)
            yield Problem(Reason.STATUS_UNKNOWN, Outcome.NOTED, place, about, excerpt(status))
        yield NeutralThread(
            external=self._external(tag),
            address=None if path is None else under(self._options.base_url, path),
            title=node.get("title"),
            created_at=moment(_created(node), self._options.zone).ms,
            public=status == "LIVE" and node.get("blogger:trashed") is None,
            extra={"type": kind},
        )

    def _comment(self, node: Node, kind: str | None) -> Iterator[Record]:
        created, name = _created(node), node.get("author", "name")
        body = body_of(node, newlines=True)
        tag = node.get("id") or derived_id(node.get("blogger:parent"), name, created, body.source)
        place, about = self._place(node), short_id(tag)
        page, above = node.get("blogger:parent"), node.get("blogger:inReplyTo")
        if page is None or (self._only_here and short_id(page) not in self._pages):
            yield Problem(
                Reason.THREAD_MISSING, Outcome.SKIPPED, place, about, excerpt(page or body.source)
            )
            return
        status, known = _status(node, kind)
        at = moment(created, self._options.zone)
        account = node.get("author", "blogger:type")
        said = (
            None if known else (Reason.STATUS_UNKNOWN, node.get("blogger:status")),
            None if kind == "COMMENT" else (Reason.TYPE_NOT_COMMENT, kind),
            (at.reason, created) if at.reason else None,
            None if account in _ACCOUNTS else (Reason.FIELD_UNKNOWN, account),
        )
        for reason, value in filter(None, said):
            yield Problem(reason, Outcome.KEPT, place, about, excerpt(value))
        yield from self._unread.tell([child.name for child in node.children], place)
        yield NeutralComment(
            external=self._external(tag),
            thread=short_id(page),
            parent=None if above is None or above == page else short_id(above),
            body=body,
            status=status,
            status_detail=node.get("blogger:status") if not known else None,
            author=author(name, node.get("author", "uri")),
            created_at=at.ms,
            created_original=created,
            extra=_extra(node, account, created),
        )

    def _external(self, tag: str) -> ExternalId:
        return ExternalId(SOURCE, blog_of(tag) or self._blog, short_id(tag))

    def _place(self, node: Node) -> Place:
        return Place(self._entry.name, node.line, node.offset)


def _created(node: Node) -> str | None:
    return node.get("blogger:created") or node.get("published")


def _status(node: Node, kind: str | None) -> tuple[NeutralStatus, bool]:
    """Where it stands, and whether that is known."""
    status = _STATUSES.get(node.get("blogger:status") or "")
    if node.get("blogger:trashed") is not None and status is not NeutralStatus.DELETED:
        return NeutralStatus.TRASH, True
    if status is None or (kind != "COMMENT" and status is NeutralStatus.APPROVED):
        return NeutralStatus.PENDING, status is not None
    return status, True


def _extra(node: Node, account: str | None, created: str | None) -> dict[str, str]:
    updated = node.get("updated")
    moderated = updated if updated != created else None
    return {
        name: value
        for name, value in (("account_type", account), ("updated", moderated))
        if value is not None
    }


importer = BloggerTakeout()
