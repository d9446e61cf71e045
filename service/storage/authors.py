"""Reading what is known of authors: who else they may be, who is kept out, and notes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Integer, and_, bindparam, case, func, not_, or_, select, tuple_

from service.domain.author import AuthorNote, Block, Mark, MarkKind, Neighbour, Neighbours
from service.domain.comment import Comment
from service.storage.ids import id_at
from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.rows import Cells, columns, folded
from service.storage.tables import author_notes, blocks, comments

LOOK_BACK = 20_000
"""Comments that are looked at for others like an author. Neither names nor networks have an index,
which every post would pay for."""
KEPT = 1_000

BLOCK = columns(
    blocks, "public_id site_id kind value until reason label comment by_id by_name created_at"
)
NOTE = columns(
    author_notes, "public_id site_id kind value text label comment by_id by_name created_at"
)

_BLOCKS = select(*BLOCK).where(blocks.c.site_id == bindparam("site"))
_BLOCK = select(*BLOCK).where(blocks.c.public_id == bindparam("public_id"))
_NOTE = select(*NOTE).where(author_notes.c.public_id == bindparam("public_id"))
_NOTES = (
    select(*NOTE)
    .where(
        author_notes.c.site_id == bindparam("site"),
        tuple_(author_notes.c.kind, author_notes.c.value).in_(bindparam("marks", expanding=True)),
    )
    .order_by(author_notes.c.id.desc())
    .limit(bindparam("most", type_=Integer()))
)
NOTES_READ = 100
_PROVEN = (
    select(comments.c.public_id)
    .where(comments.c.identity_id == bindparam("identity"))
    .order_by(comments.c.id.desc())
    .limit(bindparam("most", type_=Integer()))
)
_FIRST = (
    select(comments.c.created_at)
    .where(comments.c.identity_id == bindparam("identity"))
    .order_by(comments.c.id)
    .limit(1)
)
_recent = (
    select(
        *columns(comments, "id public_id site_id network identity_id name name_key email_key"),
        comments.c.created_at,
    )
    .where(comments.c.id >= bindparam("oldest"))
    .order_by(comments.c.id.desc())
    .limit(bindparam("looked_at", type_=Integer()))
    .subquery("recent")
)
_typed_key = case(
    (
        _recent.c.identity_id.is_(None),
        func.coalesce(_recent.c.name_key, "") + "\n" + func.coalesce(_recent.c.email_key, ""),
    ),
    else_="",
)
_is_same = or_(
    _recent.c.identity_id == bindparam("identity"),
    and_(_recent.c.identity_id.is_(None), _typed_key == bindparam("typed")),
)
_NAMESAKES = (
    select(_recent.c.public_id)
    .where(
        _recent.c.site_id == bindparam("site"),
        _recent.c.id != bindparam("own"),
        or_(
            _recent.c.name_key == bindparam("name"),
            _recent.c.email_key == bindparam("email"),
        ),
        func.coalesce(_recent.c.identity_id, 0) != bindparam("identity"),
    )
    .order_by(_recent.c.id.desc())
    .limit(bindparam("most", type_=Integer()))
)
_groups = (
    select(
        func.max(_recent.c.id).label("newest"),
        func.count().label("comments"),
        func.count().over().label("authors"),
    )
    .where(
        _recent.c.site_id == bindparam("site"),
        _recent.c.network == bindparam("network"),
        not_(func.coalesce(_is_same, False)),
    )
    .group_by(_recent.c.identity_id, _typed_key)
    .order_by(func.max(_recent.c.id).desc())
    .limit(bindparam("most", type_=Integer()))
    .subquery("groups")
)
_NEIGHBOURS = (
    select(
        _groups.c.authors,
        comments.c.name,
        comments.c.identity_id,
        _groups.c.comments,
        comments.c.public_id,
        comments.c.created_at,
    )
    .join(comments, comments.c.id == _groups.c.newest)
    .order_by(_groups.c.newest.desc())
)


class SqlAuthors:
    """`domain.author_ports.Authors`."""

    def __init__(self, reader: Reader, *, keep: bool) -> None:
        self._reader = reader
        self._kept: Kept[int, Mapping[Mark, Block]] = Kept(KEPT, enabled=keep)

    async def blocks(self, site_id: int) -> Mapping[Mark, Block]:
        """The site's blocks. Some may have ended."""
        found = await self._kept.get(site_id, lambda: self._read(site_id))
        return {} if found is None else found

    async def block(self, public_id: str) -> Block | None:
        """One block."""
        row = await self._reader.first(_BLOCK, {"public_id": public_id})
        return None if row is None else block_of(row)

    async def blocks_page(
        self, site_ids: tuple[int, ...] | None, now: int, after: int | None, limit: int
    ) -> tuple[Sequence[Block], int | None]:
        """The blocks that hold, newest first, by page."""
        holds = or_(blocks.c.until.is_(None), blocks.c.until > now)
        page = select(blocks.c.id, *BLOCK).where(holds).order_by(blocks.c.id.desc())
        if site_ids is not None:
            page = page.where(blocks.c.site_id.in_(site_ids))
        if after is not None:
            page = page.where(blocks.c.id < after)
        rows = await self._reader.all(page.limit(limit + 1))
        following = rows[limit - 1][0] if len(rows) > limit else None
        return [block_of(row[1:]) for row in rows[:limit]], following

    async def notes(self, site_id: int, marks: Sequence[Mark]) -> Sequence[AuthorNote]:
        """The newest notes on whoever has one of the marks, newest first."""
        wanted = {"site": site_id, "marks": [tuple(mark) for mark in marks], "most": NOTES_READ}
        return [note_of(row) for row in await self._reader.all(_NOTES, wanted)]

    async def note(self, public_id: str) -> AuthorNote | None:
        """One note."""
        row = await self._reader.first(_NOTE, {"public_id": public_id})
        return None if row is None else note_of(row)

    async def proven(self, identity_id: int, most: int) -> Sequence[str]:
        """The public ids of the identity's newest comments."""
        rows = await self._reader.all(_PROVEN, {"identity": identity_id, "most": most})
        return [row[0] for row in rows]

    async def first_seen(self, identity_id: int) -> int | None:
        """When the first comment of the identity came in."""
        row = await self._reader.first(_FIRST, {"identity": identity_id})
        return None if row is None else int(row[0])

    async def namesakes(self, comment: Comment, most: int) -> Sequence[str]:
        """The newest under the same name or address, not proven to be the same author's."""
        wanted = {
            "name": folded(comment.author.name),
            "email": folded(comment.author.email),
            "own": comment.id,
            **_of(comment, oldest=0, most=most),
        }
        return [row[0] for row in await self._reader.all(_NAMESAKES, wanted)]

    async def neighbours(self, comment: Comment, since: int, most: int) -> Neighbours:
        """The other authors from the comment's network since then. Imports know no network."""
        if not comment.network:
            return Neighbours()
        typed = [folded(comment.author.name), folded(comment.author.email)]
        # Who is proven may not be taken for whoever typed the same and is not.
        typed_key = None if comment.identity_id else "\n".join(each or "" for each in typed)
        wanted = {
            "network": comment.network,
            "typed": typed_key,
            **_of(comment, oldest=id_at(since), most=most),
        }
        rows = await self._reader.all(_NEIGHBOURS, wanted)
        newest = [
            Neighbour(name, identity is not None, count, public_id, at)
            for _, name, identity, count, public_id, at in rows
        ]
        return Neighbours(rows[0][0] if rows else 0, newest)

    def drop(self) -> None:
        """Forgets what is kept in memory."""
        self._kept.drop()

    async def _read(self, site_id: int) -> Mapping[Mark, Block]:
        found = [block_of(row) for row in await self._reader.all(_BLOCKS, {"site": site_id})]
        return {block.mark: block for block in found}


def _of(comment: Comment, *, oldest: int, most: int) -> dict[str, int]:
    return {
        "site": comment.site_id,
        "identity": comment.identity_id or 0,
        "oldest": oldest,
        "looked_at": LOOK_BACK,
        "most": most,
    }


def block_of(cells: Cells) -> Block:
    """A block from the cells of BLOCK."""
    public_id, site, kind, value, *rest = cells
    return Block(public_id, site, Mark(MarkKind(kind), value), *rest)


def note_of(cells: Cells) -> AuthorNote:
    """A note from the cells of NOTE."""
    public_id, site, kind, value, *rest = cells
    return AuthorNote(public_id, site, Mark(MarkKind(kind), value), *rest)
