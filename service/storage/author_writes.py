"""What a unit of work may do to blocks and notes: `domain.author_ports.AuthorWrites`."""

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.author import AuthorNote, Block
from service.domain.errors import Conflict
from service.storage.authors import BLOCK, NOTE, block_of, note_of
from service.storage.effects import Effects
from service.storage.ids import Ids
from service.storage.rows import Cells, Values
from service.storage.tables import author_notes, blocks


class SqlAuthorWrites:
    """On the connection that writes. `effects` gathers what it changed."""

    def __init__(self, connection: AsyncConnection, ids: Ids, effects: Effects) -> None:
        self._connection = connection
        self._ids = ids
        self._effects = effects

    async def add_block(self, block: Block) -> None:
        """Keeps the block in place of any other of the same mark. Raises Conflict
        `already_exists` when another process makes one at the same moment."""
        same = delete(blocks).where(
            blocks.c.site_id == block.site_id,
            blocks.c.kind == block.mark.kind.value,
            blocks.c.value == block.mark.value,
        )
        row = {"until": block.until, "reason": block.reason, **_values(block)}
        await self._connection.execute(same)
        try:
            await self._connection.execute(insert(blocks), {"id": self._ids.next(), **row})
        except IntegrityError as error:
            raise Conflict("already_exists", "kind") from error
        self._effects.blocks = True

    async def remove_block(self, public_id: str) -> Block | None:
        """Removes the block and returns it, None where there is none."""
        row = await self._removed(blocks, BLOCK, public_id)
        self._effects.blocks = True
        return None if row is None else block_of(row)

    async def add_note(self, note: AuthorNote) -> None:
        """Adds a note."""
        row = {"id": self._ids.next(), "text": note.text, **_values(note)}
        await self._connection.execute(insert(author_notes), row)

    async def remove_note(self, public_id: str) -> AuthorNote | None:
        """Removes the note and returns it, None where there is none."""
        row = await self._removed(author_notes, NOTE, public_id)
        return None if row is None else note_of(row)

    async def _removed(self, table: Any, cells: Any, public_id: str) -> Cells | None:
        this = table.c.public_id == public_id
        found = await self._connection.execute(select(*cells).where(this).with_for_update())
        row = found.one_or_none()
        if row is not None:
            await self._connection.execute(delete(table).where(this))
        return row


def _values(kept: Block | AuthorNote) -> Values:
    return {
        "site_id": kept.site_id,
        "public_id": kept.public_id,
        "kind": kept.mark.kind.value,
        "value": kept.mark.value,
        "label": kept.label,
        "comment": kept.comment,
        "by_id": kept.by_id,
        "by_name": kept.by_name,
        "created_at": kept.at,
    }
