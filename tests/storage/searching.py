"""What tests of the search do: ask, take everything in, edit, and meddle with the tables."""

from collections.abc import Sequence

from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.comment import Comment, Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import RULES, Action, Standing
from service.domain.finding import Finding
from service.domain.ports import Edit, Transaction
from service.storage import SqlStorage
from service.storage.effects import Effects
from tests.storage.making import Maker, a_revision


async def texts(storage: SqlStorage, wanted: QueueFilter) -> Sequence[str]:
    found, _ = await storage.comments.queue(wanted, None, 200)
    return [one.revision.text for one in found]


async def take_in_all(storage: SqlStorage) -> None:
    while await storage.search_index.take_in(3):
        pass


async def edit(
    storage: SqlStorage, make: Maker, comment: Comment, text: str, found: Sequence[Finding] = ()
) -> Comment:
    number = comment.current + 1
    decision = make.decision(
        comment, Action.PUBLISH, Standing(Status.APPROVED, number), actor=RULES, revision=number
    )
    revision = a_revision(number, text, make.clock())

    async def unit(tx: Transaction) -> Comment:
        return (await tx.edit(Edit(comment, revision, found, decision, comment.cluster)))[0]

    return await storage.write(unit)


async def run(storage: SqlStorage, *statements: str) -> None:
    async def unit(connection: AsyncConnection, _effects: Effects) -> None:
        for statement in statements:
            await connection.execute(sql(statement))

    assert storage.writer is not None
    await storage.writer.run(unit)
