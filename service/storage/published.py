"""What readers see: published comments, and what is left of removed ones that were replied to.

The name, website and text of a comment leave this file only while it is published.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    select,
    tuple_,
)
from sqlalchemy.sql.selectable import CTE

from service.domain.identity import ACCOUNT, NAMED, PROVEN
from service.domain.published import PublishedComment, PublishedPage
from service.storage.reading import Reader
from service.storage.tables import comments, revisions, thread_aliases

Position = tuple[int, int]

SHOWN = comments.c.published.isnot(None)
PUBLIC_REVISION = and_(
    revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.published
)
CELLS = (
    comments.c.id,
    comments.c.public_id,
    comments.c.parent_id,
    comments.c.root_id,
    case((SHOWN, comments.c.name)).label("name"),
    case((SHOWN, comments.c.website)).label("website"),
    func.coalesce(revisions.c.source, revisions.c.text).label("text"),
    case((revisions.c.renderer == bindparam("renderer"), revisions.c.html)).label("html"),
    comments.c.published,
    comments.c.created_at,
    case((comments.c.published > 1, revisions.c.created_at)).label("edited_at"),
    comments.c.up,
    comments.c.down,
    case((comments.c.published.is_(None), comments.c.removed_by)).label("removed_by"),
    case(
        (comments.c.published.is_(None), None),
        (comments.c.badge_account.isnot(None), ACCOUNT + comments.c.badge_account),
        (comments.c.identity_id.isnot(None), PROVEN + cast(comments.c.identity_id, Text())),
        else_=NAMED + comments.c.name_key,
    ).label("author_key"),
    case((SHOWN, comments.c.badge)).label("badge"),
    revisions.c.form,
)
_COUNT = (
    select(func.count())
    .select_from(comments)
    .where(comments.c.thread_id == bindparam("thread"), SHOWN)
)
_ONE = (
    select(*CELLS)
    .select_from(comments)
    .join(revisions, PUBLIC_REVISION)
    .where(comments.c.id == bindparam("id"))
)
_COUNTS = (
    select(thread_aliases.c.key, func.count())
    .join(comments, comments.c.thread_id == thread_aliases.c.thread_id)
    .where(
        thread_aliases.c.site_id == bindparam("site"),
        thread_aliases.c.key.in_(bindparam("keys", expanding=True)),
        SHOWN,
    )
    .group_by(thread_aliases.c.key)
)


def _page(sort: str, *, following: bool) -> Select[Any]:
    """Some roots in order with all that is below them, as one statement."""
    rank: ColumnElement[int] = comments.c.created_at
    descending = sort == "newest"
    if sort == "best":
        rank = -comments.c.esteem
    roots = select(comments.c.id, rank.label("rank")).where(
        comments.c.thread_id == bindparam("thread"), comments.c.branch > 0
    )
    if following:
        place = tuple_(rank, comments.c.id)
        after = tuple_(bindparam("after_rank"), bindparam("after_id"))
        roots = roots.where(place < after if descending else place > after)
    order = [rank, comments.c.id]
    roots = roots.order_by(*(part.desc() if descending else part for part in order))
    top = roots.limit(bindparam("most", type_=Integer())).cte("top")
    kept = _with_ancestors(top)
    return (
        select(top.c.rank, *CELLS)
        .select_from(kept)
        .join(comments, comments.c.id == kept.c.id)
        .join(top, top.c.id == comments.c.root_id)
        .outerjoin(revisions, PUBLIC_REVISION)
    )


def _with_ancestors(top: CTE) -> CTE:
    """The published comments of the branches, and everything on the way up from them."""
    public = (
        select(comments.c.id, comments.c.parent_id)
        .join(top, top.c.id == comments.c.root_id)
        .where(SHOWN)
    )
    kept = public.cte("kept", recursive=True)
    above = select(comments.c.id, comments.c.parent_id).join(
        kept, kept.c.parent_id == comments.c.id
    )
    return kept.union(above)


_FIRST_PAGES = {sort: _page(sort, following=False) for sort in ("oldest", "newest", "best")}
_NEXT_PAGES = {sort: _page(sort, following=True) for sort in ("oldest", "newest", "best")}


async def read_page(
    reader: Reader, thread_id: int, sort: str, after: Position | None, limit: int, renderer: int
) -> PublishedPage:
    """The next `limit` roots after a position, with what is below them, and the whole count."""
    wanted = {"thread": thread_id, "renderer": renderer, "most": limit + 1}
    if after is not None:
        wanted |= {"after_rank": after[0], "after_id": after[1]}
    pages = _FIRST_PAGES if after is None else _NEXT_PAGES
    async with reader.connection() as connection:
        rows = (await connection.execute(pages[sort], wanted)).all()
        count = await connection.scalar(_COUNT, {"thread": thread_id})
    return _cut(rows, int(count or 0), limit, descending=sort == "newest")


async def read_published(reader: Reader, comment_id: int, renderer: int) -> PublishedComment | None:
    """One comment as readers see it, None when they do not."""
    row = await reader.first(_ONE, {"id": comment_id, "renderer": renderer})
    return None if row is None else PublishedComment(*row)


async def read_counts(reader: Reader, site_id: int, keys: Sequence[str]) -> dict[str, int]:
    """The number of published comments by thread key or alias; 0 where there is none."""
    rows = await reader.all(_COUNTS, {"site": site_id, "keys": list(keys)})
    return dict.fromkeys(keys, 0) | {row[0]: row[1] for row in rows}


def _cut(rows: Sequence[Any], count: int, limit: int, *, descending: bool) -> PublishedPage:
    """Puts roots in their order, each followed by its branch from old to new; what was read of the
    page after this one only tells that there is one."""
    places = sorted({(row[0], row[4]) for row in rows}, reverse=descending)
    numbers = {root: number for number, (_, root) in enumerate(places[:limit])}
    shown = [PublishedComment(*row[1:]) for row in rows if row[4] in numbers]
    shown.sort(key=lambda one: (numbers[one.root_id], one.created_at, one.id))
    shown.sort(key=lambda one: (numbers[one.root_id], one.id != one.root_id))
    return PublishedPage(shown, count, places[limit - 1] if len(places) > limit else None)
