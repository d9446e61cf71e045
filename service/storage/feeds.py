"""What is newest, for feeds, and what of some threads readers see at all."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, Select, bindparam, literal_column, select, union_all

from service.domain.published import FeedEntry, PublishedComment
from service.storage.published import CELLS, PUBLIC_REVISION, SHOWN
from service.storage.reading import Reader
from service.storage.rows import THREAD, thread_of
from service.storage.tables import comments, revisions, threads
from service.storage.tables.columns import ID

_MOST = bindparam("most", type_=Integer())
_parents = comments.alias("parents")

_OF_SITE = comments.c.site_id == bindparam("site")
_OF_THREAD = comments.c.thread_id == bindparam("thread")
# As words in the statement: an index of some rows is not used for a parameter; and not as one
# status, for which SQLite would sooner walk all that wait.
_APPROVED = comments.c.status == literal_column("'approved'")
_EDITED = (comments.c.status != literal_column("'approved'")) & SHOWN


def _newest(*where: Any) -> Select[Any]:
    """The ids of so many comments, the newest first."""
    found = select(comments.c.id).where(*where).order_by(comments.c.id.desc()).limit(_MOST)
    return select(found.subquery().c.id)


def _entries(*branches: Select[Any]) -> Select[Any]:
    """The newest of what each of the branches finds."""
    found = union_all(*branches) if len(branches) > 1 else branches[0]
    ids = select(found.subquery().c.id)
    return (
        select(*CELLS, _parents.c.public_id, comments.c.branch, *THREAD)
        .select_from(comments)
        .join(revisions, PUBLIC_REVISION)
        .join(threads, threads.c.id == comments.c.thread_id)
        .outerjoin(_parents, _parents.c.id == comments.c.parent_id)
        .where(comments.c.id.in_(ids), SHOWN)
        .order_by(comments.c.id.desc())
        .limit(_MOST)
    )


OF_SITE = _entries(_newest(_OF_SITE, _APPROVED), _newest(_OF_SITE, _EDITED))
OF_THREAD = _entries(_newest(_OF_THREAD, SHOWN))
_REVISIONS = select(comments.c.thread_id, comments.c.public_id, comments.c.published).where(
    comments.c.thread_id.in_(bindparam("threads", type_=ID, expanding=True)), SHOWN
)


class SqlFeeds:
    """`domain.reader_ports.Feeds`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def of_site(self, site_id: int, limit: int, renderer: int) -> Sequence[FeedEntry]:
        """The newest published comments of a site, the newest first."""
        wanted = {"site": site_id, "most": limit, "renderer": renderer}
        return [_entry_of(row) for row in await self._reader.all(OF_SITE, wanted)]

    async def of_thread(self, thread_id: int, limit: int, renderer: int) -> Sequence[FeedEntry]:
        """The same of one thread."""
        wanted = {"thread": thread_id, "most": limit, "renderer": renderer}
        return [_entry_of(row) for row in await self._reader.all(OF_THREAD, wanted)]

    async def revisions_shown(self, thread_ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
        """What readers see of these threads: by thread, the published revision by public id."""
        shown: dict[int, dict[str, int]] = {id_: {} for id_ in thread_ids}
        for thread, public_id, revision in await self._reader.all(
            _REVISIONS, {"threads": list(thread_ids)}
        ):
            shown[thread][public_id] = revision
        return shown


def _entry_of(row: Sequence[Any]) -> FeedEntry:
    cells, (parent, branch, *thread) = row[: len(CELLS)], row[len(CELLS) :]
    return FeedEntry(PublishedComment(*cells), thread_of(thread), parent, max(branch - 1, 0))
