"""Readers' votes: one a voter and comment, and their numbers on the comment itself."""

from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.vote import MOST_OF_A_CROWD, Ballot, Tally, Vote, esteem
from service.storage.effects import Effects
from service.storage.log import LogEnds
from service.storage.tables import comments, votes

_COMMENT = (
    select(comments.c.thread_id, comments.c.published, comments.c.up, comments.c.down)
    .where(comments.c.id == bindparam("comment"))
    .with_for_update(key_share=True)
)
_OWN = (votes.c.comment_id == bindparam("comment")) & (votes.c.voter == bindparam("who"))
_GIVEN = select(votes.c.vote).where(_OWN)
_CROWD = (
    select(func.count())
    .select_from(votes)
    .where(votes.c.comment_id == bindparam("comment"), votes.c.crowd == bindparam("crowd"))
)
_COUNTED = (
    update(comments)
    .where(comments.c.id == bindparam("comment"))
    .values(up=bindparam("ups"), down=bindparam("downs"), esteem=bindparam("thought"))
)


class SqlVoteWrites:
    """`domain.reader_ports.VoteWrites` on the writing connection."""

    def __init__(self, connection: AsyncConnection, log: LogEnds, effects: Effects) -> None:
        self._connection = connection
        self._log = log
        self._effects = effects

    async def cast(self, ballot: Ballot) -> Tally | None:
        """Counts the vote in place of what the voter gave before; None when readers do not see
        the comment."""
        # The log before the comment, as all do it: no two wait for each other.
        await self._connection.run_sync(lambda _: self._log.lock([ballot.site_id]))
        wanted = {"comment": ballot.comment_id}
        found = (await self._connection.execute(_COMMENT, wanted)).one_or_none()
        if found is None or found.published is None:
            return None
        voter, given = await self._voter(ballot)
        numbers = {Vote.UP: found.up, Vote.DOWN: found.down}
        if given != ballot.vote:
            await self._replace(ballot, voter, given)
            for vote, more in ((given, -1), (ballot.vote, 1)):
                if vote is not None:
                    numbers[vote] += more
            await self._note(ballot.comment_id, numbers[Vote.UP], numbers[Vote.DOWN])
            self._effects.votes.add(found.thread_id)
        return Tally(numbers[Vote.UP], numbers[Vote.DOWN], ballot.vote)

    async def _voter(self, ballot: Ballot) -> tuple[str, Vote | None]:
        """Under which name the vote counts, and what that one gave before."""
        given = await self._given(ballot, ballot.voter)
        if given is None and ballot.voter != ballot.crowd:
            wanted = {"comment": ballot.comment_id, "crowd": ballot.crowd}
            if int(await self._connection.scalar(_CROWD, wanted) or 0) >= MOST_OF_A_CROWD:
                return ballot.crowd, await self._given(ballot, ballot.crowd)
        return ballot.voter, given

    async def _given(self, ballot: Ballot, voter: str) -> Vote | None:
        wanted = {"comment": ballot.comment_id, "who": voter}
        given = await self._connection.scalar(_GIVEN, wanted)
        return None if given is None else Vote(given)

    async def _replace(self, ballot: Ballot, voter: str, given: Vote | None) -> None:
        if given is not None:
            gone: dict[str, Any] = {"comment": ballot.comment_id, "who": voter}
            await self._connection.execute(delete(votes).where(_OWN), gone)
        if ballot.vote is not None:
            row = {
                "site_id": ballot.site_id,
                "comment_id": ballot.comment_id,
                "voter": voter,
                "crowd": ballot.crowd,
                "vote": ballot.vote.value,
                "at": ballot.at,
            }
            await self._connection.execute(insert(votes), row)

    async def _note(self, comment_id: int, up: int, down: int) -> None:
        numbers = {"ups": up, "downs": down, "thought": esteem(up, down)}
        await self._connection.execute(_COUNTED, {"comment": comment_id, **numbers})
