"""WordPress's WXR of any version, in parts too, and the same form as Disqus takes it in.

Its texts are HTML in which newlines mean line breaks. Comments are numbered in the whole blog, but
files exist that have a number on two pages, so that the page is part of the id. What is no
comment of a reader (notes on orders, reviews …) is never shown.
"""

from collections.abc import Iterator, Mapping
from html import unescape

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    Account,
    Body,
    BodyFormat,
    Kind,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    Record,
    Votes,
)
from service.transfer.fields import Moment, count, derived_id, excerpt, moment
from service.transfer.importer import ReadOptions
from service.transfer.source import Entry, Source
from service.transfer.unread import Unread
from service.transfer.wordpress_meta import (
    OWN_EXTERNAL,
    OWN_NEWLINES,
    OWN_REPLY,
    OWN_STATUS,
    OWN_VOTES,
    Origin,
    before_trash,
    kept,
    metadata,
    origin_of,
    unread,
)
from service.transfer.wordpress_pages import (
    NO_MAIL,
    SOURCE,
    Page,
    blog_address,
    may_have_comments,
    page_of,
    threads_at,
    utc,
)
from service.transfer.xml_node import Node
from service.transfer.xml_stream import records, root_name

_ITEM = "rss/channel/item"
_OF_THE_BLOG = frozenset({f"rss/channel/{name}" for name in ("link", "wp:base_blog_url")})
_AUTHOR = "rss/channel/wp:author"
_HELD_MAX = 1_000
"""So many comments wait until their item is read to its end, for what is told behind them."""

_STATUSES = {
    **dict.fromkeys(("1", "approved", "approve"), NeutralStatus.APPROVED),
    **dict.fromkeys(("0", "hold", "unapproved", "pending"), NeutralStatus.PENDING),
    "spam": NeutralStatus.SPAM,
    **dict.fromkeys(("trash", "post-trashed"), NeutralStatus.TRASH),
}
_KINDS = {
    "comment": Kind.COMMENT,
    "pingback": Kind.PINGBACK,
    "trackback": Kind.TRACKBACK,
    **dict.fromkeys(("webmention", "mention"), Kind.MENTION),
    **dict.fromkeys(("like", "favorite"), Kind.LIKE),
    "repost": Kind.REPOST,
}
_PRIVATE = frozenset({"order_note", "note", "action_log", "edd_payment_note", "webhook_delivery"})
_NOBODYS = ("noreply@blogger.com", f"@{NO_MAIL}")
_KNOWN = frozenset(
    {"wp:commentmeta"}
    | {f"wp:comment_{name}" for name in ("id", "author", "author_email", "author_url")}
    | {f"wp:comment_{name}" for name in ("author_IP", "author_ip", "date", "date_gmt", "content")}
    | {f"wp:comment_{name}" for name in ("approved", "type", "parent", "user_id")}
)


class WordPress:
    """See the module."""

    name = "wordpress"
    title = "WordPress (WXR)"

    def recognises(self, sample: bytes, filename: str) -> float:
        """RSS in one of WordPress's namespaces, or with its prefix."""
        plain = sample.replace(b"\0", b"")
        if root_name(sample) != "rss":
            return 0.0
        if b"wordpress.org/export/" in plain:
            return 1.0
        marks = (b"<wp:", b"generator>https://wordpress.org", b"generator>http://wordpress.org")
        return 0.7 if any(mark in plain for mark in marks) else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """Every file that is one: big blogs are exported in parts."""
        for entry in source.entries():
            if self.recognises(entry.sample(), entry.name) > 0:
                yield from _File(entry, options).read()


class _File:
    """One file."""

    def __init__(self, entry: Entry, options: ReadOptions) -> None:
        self._entry = entry
        self._options = options
        self._blog = ""
        self._writers: set[str] = set()
        self._unread = Unread(_KNOWN)
        self._unread_meta = Unread(())

    def read(self) -> Iterator[Record]:
        held: list[Node] = []
        given: Node | None = None
        wanted = {_ITEM, _AUTHOR, *_OF_THE_BLOG}
        for node in records(self._entry, wanted, apart={f"{_ITEM}/wp:comment"}):
            if isinstance(node, Problem):
                yield node
            elif node.within is not None:
                held.append(node)
                if len(held) >= _HELD_MAX:
                    given = node.within
                    yield from self._comments(given, held)
            elif node.name == "item":
                page = page_of(node, self._blog)
                has_comments = bool(held) or given is node
                yield from self._comments(node, held)
                if has_comments or may_have_comments(node, page):
                    yield from threads_at(node, page, self._options)
                given = None
            else:
                self._of_the_blog(node)
        if held and (item := held[0].within) is not None:  # The file ends within an item.
            yield from self._comments(item, held)
            yield from threads_at(item, page_of(item, self._blog), self._options)

    def _of_the_blog(self, node: Node) -> None:
        if node.name == "wp:author":
            self._writers.add(node.get("wp:author_id") or "")
        elif node.name == "wp:base_blog_url" or not self._blog:
            self._blog = blog_address(node.text) or self._blog

    def _comments(self, item: Node, held: list[Node]) -> Iterator[Record]:
        """Those that were held, which are then done."""
        page = page_of(item, self._blog)
        for node in held:
            yield from self._comment(node, page)
        held.clear()

    def _comment(self, node: Node, page: Page) -> Iterator[Record]:
        place, meta = Place(self._entry.name, node.line, node.offset), metadata(node)
        content, name = node.child("wp:comment_content"), _plain(node, "wp:comment_author")
        body = "" if content is None or content.text is None else content.raw
        at, original = self._created(node)
        number = node.get("wp:comment_id") or derived_id(name, original, body)
        word, approved = node.get("wp:comment_type"), node.get("wp:comment_approved")
        kind = Kind.COMMENT if word is None else _KINDS.get(word, Kind.NOTE)
        other = Reason.PRIVATE_TYPE if word in _PRIVATE else Reason.TYPE_NOT_COMMENT
        origin = origin_of(meta) or _origin(node, number, page)
        said = (
            None if approved in _STATUSES else (Reason.STATUS_UNKNOWN, approved),
            None if kind is Kind.COMMENT else (other, word),
            (at.reason, original) if at.reason else None,
        )
        for reason, value in filter(None, said):
            yield Problem(reason, Outcome.KEPT, place, origin.external.id, excerpt(value))
        yield from self._unread.tell([child.name for child in node.children], place)
        yield from self._unread_meta.tell(unread(meta), place)
        status = _status(approved, kind, meta)
        extra = kept(meta) if kind is Kind.COMMENT else {**kept(meta), "type": word}
        yield NeutralComment(
            external=origin.external,
            thread=origin.thread,
            parent=origin.parent,
            parent_of=origin.parent_of,
            reply_to=meta.get(OWN_REPLY),
            body=Body(body, BodyFormat.HTML, newlines=OWN_NEWLINES not in meta),
            status=status,
            status_detail=before_trash(meta) if status is NeutralStatus.TRASH else None,
            kind=kind,
            author=self._author(node, name, is_own=OWN_EXTERNAL in meta),
            ip=node.get("wp:comment_author_IP") or node.get("wp:comment_author_ip"),
            created_at=at.ms,
            created_original=original,
            votes=Votes(up=count(meta.get(OWN_VOTES))),
            url=origin.url,
            extra=extra,
        )

    def _created(self, node: Node) -> tuple[Moment, str | None]:
        """When it was written, and how that was said. Where the time in UTC is missing it is the
        blog's own time, in the zone that people told."""
        gmt, local = node.get("wp:comment_date_gmt"), node.get("wp:comment_date")
        at = moment(utc(gmt), self._options.zone)
        if at.ms is not None:
            return at, gmt
        assumed = moment(local, self._options.zone)
        return (assumed, local) if assumed.ms is not None else (at, gmt or local)

    def _author(self, node: Node, name: str | None, *, is_own: bool) -> NeutralAuthor:
        """The writers of a blog are listed at the start of the file; in our own exports that one
        is no account."""
        user, email = node.get("wp:comment_user_id"), node.get("wp:comment_author_email")
        is_account = user not in (None, "0")
        return NeutralAuthor(
            name=None if (name or "").casefold() == "anonymous" and not is_own else name,
            email=None if (email or "").endswith(_NOBODYS) else email,
            url=_plain(node, "wp:comment_author_url"),
            account=Account(SOURCE, user or "") if is_account and not is_own else None,
            site_owner=is_account and user in self._writers,
        )


def _origin(node: Node, number: str, page: Page) -> Origin:
    parent = node.get("wp:comment_parent")
    above = page.comment(parent).id if parent not in (None, "0", number) else None
    url = f"{page.address}#comment-{number}" if page.address else None
    return Origin(page.comment(number), page.external.id, above, None, url)


def _status(approved: str | None, kind: Kind, meta: Mapping[str, str]) -> NeutralStatus:
    """Where it stands. What nobody was to read is not public, whatever it says."""
    status = _STATUSES.get(approved or "", NeutralStatus.PENDING)
    if status is NeutralStatus.TRASH and meta.get(OWN_STATUS) == NeutralStatus.DELETED.value:
        return NeutralStatus.DELETED
    hidden = kind is Kind.NOTE and status is NeutralStatus.APPROVED
    return NeutralStatus.PENDING if hidden else status


def _plain(node: Node, name: str) -> str | None:
    """A value that is HTML in the database."""
    value = node.get(name)
    return None if value is None else unescape(value)


importer = WordPress()
