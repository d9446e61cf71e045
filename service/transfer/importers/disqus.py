"""Disqus's own export: threads, then posts, though not always in that order.

Nothing in it tells what waits for approval from what was approved. Likes are not exported, nor, in
newer files, e-mail and IP addresses. Threads and posts carry no forum but threads do, so that the
file is looked through for it first.
"""

from collections import Counter
from collections.abc import Iterator

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    Account,
    Body,
    BodyFormat,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import derived_id, excerpt, moment
from service.transfer.importer import ReadOptions
from service.transfer.source import Entry, Source
from service.transfer.unread import Unread
from service.transfer.wordpress_pages import address_in
from service.transfer.xml_node import Node
from service.transfer.xml_stream import records, root_name

_SOURCE = "disqus"
_ID = "dsq:id"
_THREAD, _POST = "disqus/thread", "disqus/post"
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_FLAGS = ("isDeleted", "isSpam")
_KNOWN = frozenset(
    {"id", "message", "createdAt", "author", "ipAddress", "thread", "parent", "forum", "category"}
    | {*_FLAGS, "isApproved"}
)


class Disqus:
    """See the module."""

    name = "disqus"
    title = "Disqus"

    def recognises(self, sample: bytes, filename: str) -> float:
        """Its root element."""
        if root_name(sample) != "disqus":
            return 0.0
        return 1.0 if b"disqus.com" in sample.replace(b"\0", b"") else 0.9

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """Every file that is one."""
        for entry in source.entries():
            if self.recognises(entry.sample(), entry.name) > 0:
                yield from _File(entry, options).read()


class _File:
    """One file."""

    def __init__(self, entry: Entry, options: ReadOptions) -> None:
        self._entry = entry
        self._options = options
        self._forum = _forum_of(entry)
        self._deleted: set[str] = set()
        self._live: set[str] = set()
        self._unread = Unread(_KNOWN)

    def read(self) -> Iterator[Record]:
        for node in records(self._entry, {_THREAD, _POST}):
            if isinstance(node, Problem):
                yield node
            elif node.name == "thread":
                yield from self._thread(node)
            else:
                yield from self._post(node)
        for thread in sorted(self._deleted & self._live):
            place = Place(self._entry.name)
            yield Problem(Reason.THREAD_MISSING, Outcome.NOTED, place, thread, "isDeleted")

    def _thread(self, node: Node) -> Iterator[Record]:
        identifier, link = node.get("id"), node.get("link")
        id_ = node.attribute(_ID) or derived_id(link, identifier, node.get("title"))
        place = self._place(node)
        if _flag(node, "isDeleted"):
            self._deleted.add(id_)
        for name in ("isDeleted", "isClosed"):
            if node.get(name) is not None and _flag(node, name) is None:
                said = excerpt(f"{name}: {node.get(name)}")
                yield Problem(Reason.STATUS_UNKNOWN, Outcome.NOTED, place, id_, said)
        told = address_in(identifier)
        address = link or told
        alias = told or identifier
        yield NeutralThread(
            external=ExternalId(_SOURCE, self._forum, id_),
            address=address,
            title=node.get("title"),
            closed=bool(_flag(node, "isClosed")),
            created_at=moment(node.get("createdAt"), self._options.zone).ms,
            aliases=(alias,) if alias and alias != address else (),
            public=not (node.get("isDeleted") and _flag(node, "isDeleted") is not False),
        )

    def _post(self, node: Node) -> Iterator[Record]:
        place, created = self._place(node), node.get("createdAt")
        message, author = node.child("message"), _author(node.child("author"))
        body = "" if message is None else message.raw
        thread, parent = _reference(node, "thread"), _reference(node, "parent")
        id_ = node.attribute(_ID) or derived_id(thread, author.name, created, body)
        if thread is None:
            yield Problem(Reason.THREAD_MISSING, Outcome.SKIPPED, place, id_, excerpt(body))
            return
        status = _status(node)
        at = moment(created, self._options.zone)
        said = {name: node.get(name) for name in (*_FLAGS, "isApproved") if node.get(name)}
        if status is None:
            yield Problem(Reason.STATUS_UNKNOWN, Outcome.KEPT, place, id_, excerpt(said))
        elif status is NeutralStatus.APPROVED:
            self._live.add(thread)
        if at.reason:
            yield Problem(at.reason, Outcome.KEPT, place, id_, excerpt(created))
        yield from self._unread.tell([child.name for child in node.children], place)
        older = node.get("id")
        yield NeutralComment(
            external=ExternalId(_SOURCE, self._forum, id_),
            thread=thread,
            parent=None if parent == id_ else parent,
            body=Body(body, BodyFormat.HTML),
            status=status or NeutralStatus.PENDING,
            author=author,
            ip=node.get("ipAddress"),
            created_at=at.ms,
            created_original=created,
            extra={} if older is None else {"wp_id": older.removeprefix("wp_id=")},
        )

    def _place(self, node: Node) -> Place:
        return Place(self._entry.name, node.line, node.offset)


def _forum_of(entry: Entry) -> str:
    """The forum of most threads: a file is of one, but such as were put together exist."""
    found = Counter(
        forum
        for node in records(entry, {_THREAD})
        if isinstance(node, Node) and (forum := node.get("forum"))
    )
    return min(found, key=lambda forum: (-found[forum], forum), default="")


def _status(post: Node) -> NeutralStatus | None:
    """Where it stands; None for what says neither yes nor no."""
    flags = {name: _flag(post, name) for name in _FLAGS if post.get(name) is not None}
    if not flags or None in flags.values():
        return None
    if flags.get("isDeleted"):
        return NeutralStatus.DELETED
    if flags.get("isSpam"):
        return NeutralStatus.SPAM
    is_waiting = _flag(post, "isApproved") is False
    return NeutralStatus.PENDING if is_waiting else NeutralStatus.APPROVED


def _flag(node: Node, name: str) -> bool | None:
    return _BOOLEANS.get((node.get(name) or "").lower())


def _reference(node: Node, name: str) -> str | None:
    found = node.child(name)
    return None if found is None else found.attribute(_ID)


def _author(node: Node | None) -> NeutralAuthor:
    if node is None:
        return NeutralAuthor()
    username = node.get("username")
    is_account = username is not None and not _flag(node, "isAnonymous")
    return NeutralAuthor(
        name=node.get("name") or username,
        email=node.get("email"),
        url=node.get("url"),
        account=Account(_SOURCE, username) if username and is_account else None,
    )


importer = Disqus()
