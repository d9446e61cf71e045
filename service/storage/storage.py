"""`domain.ports.Storage` on a database: reads from a pool, writes through the writer."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.comment import Comment
from service.domain.decision import Decision
from service.domain.errors import Unavailable
from service.domain.ports import NewComment, Transaction
from service.pace import Pace
from service.storage import exports, imports
from service.storage.accounts import SqlAccounts
from service.storage.authors import SqlAuthors
from service.storage.backend import Backend
from service.storage.comments import SqlComments
from service.storage.concerns import SqlConcerns
from service.storage.decisions import SqlDecisions
from service.storage.effects import Effects
from service.storage.feeds import SqlFeeds
from service.storage.history import SqlHistory
from service.storage.identities import SqlIdentities
from service.storage.jobs import SqlJobs
from service.storage.models import SqlModels
from service.storage.proof import WriteProof
from service.storage.reading import Reader
from service.storage.requests import SqlRequests
from service.storage.rule_sets import SqlRuleSets
from service.storage.search_index import SqlSearchIndex
from service.storage.site_events import SqlSiteEvents
from service.storage.sites import SqlSites
from service.storage.threads import SqlThreads
from service.storage.transaction import SqlTransaction
from service.storage.writer import Writer

T = TypeVar("T")

READY_SECONDS = 2.0
_ANYTHING = text("SELECT 1")

ThreadChanged = Callable[[int | None], None]
ThreadVoted = Callable[[int], None]


class SqlStorage:
    """Everything that is kept. Made by `open_storage`.

    Sites, threads, rule sets, models, blocks and moderators' names stay in memory only while the
    process serves: then it hears of what other processes write.
    """

    def __init__(self, backend: Backend, writer: Writer | None, *, serving: bool) -> None:
        """Without a writer it only reads."""
        reader = Reader(backend)
        self._reader = reader
        self.writer = writer
        self._proof = WriteProof()
        self.pace = Pace() if writer is None else writer.pace
        self._callbacks: list[ThreadChanged] = []
        self._vote_callbacks: list[ThreadVoted] = []
        self.sites = SqlSites(reader, keep=serving)
        self.threads = SqlThreads(reader, keep=serving)
        self.comments = SqlComments(reader, writer, self.pace)
        self.feeds = SqlFeeds(reader)
        self.identities = SqlIdentities(reader)
        self.decisions = SqlDecisions(reader)
        self.site_events = SqlSiteEvents(reader)
        self.accounts = SqlAccounts(reader, keep=serving)
        self.concerns = SqlConcerns(reader)
        self.authors = SqlAuthors(reader, keep=serving)
        self.rule_sets = SqlRuleSets(reader, keep=serving)
        self.models = SqlModels(reader, keep=serving)
        self.requests = SqlRequests(reader)
        self.history = SqlHistory(reader)
        self.jobs = SqlJobs(reader)
        self.search_index = SqlSearchIndex(reader, writer)

    @cached_property
    def imports(self) -> "imports.SqlImports":
        """What is known of imports."""
        return imports.SqlImports(self._reader)

    @cached_property
    def exports(self) -> "exports.SqlExports":
        """What exports read."""
        return exports.SqlExports(self._reader)

    async def accept(self, new: NewComment) -> tuple[Comment, Decision]:
        """Stores a comment that comes in; returns when it is on stable storage.

        Raises Conflict `idempotency_key_taken`, Invalid `unknown_parent`, and Unavailable.
        """
        stored = await self._writer().accept(new)
        await self.pace.turn()  # many hear of one commit, and make their answers next
        return stored

    async def write(self, unit: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs the unit in one transaction; whatever it raises leaves nothing behind. A unit may
        be run again when another process was in its way."""
        writer = self._writer()

        async def run(connection: AsyncConnection, effects: Effects) -> T:
            return await unit(SqlTransaction(connection, writer.ids, effects))

        return await writer.run(run)

    async def is_ready(self) -> bool:
        """Whether the database answers just now, and takes writes."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self._reader.first(_ANYTHING)
                if self.writer is not None:
                    await self._proof.renew(self.writer.run)
        except (Unavailable, TimeoutError):
            return False
        return True

    async def close_readers(self) -> None:
        """Lets the connections that only read go."""
        await self._reader.close()

    def close_down(self) -> None:
        """From now on everything raises Unavailable `database_damaged`."""
        self._reader.is_damaged = True
        if self.writer is not None:
            self.writer.is_damaged = True

    def on_thread_changed(self, callback: ThreadChanged) -> None:
        """Calls back after each commit that changes what readers see of a thread, with its id;
        with None when anything may have changed."""
        self._callbacks.append(callback)

    def on_thread_voted(self, callback: ThreadVoted) -> None:
        """Calls back after each commit that changes nothing of a thread but votes, with its id."""
        self._vote_callbacks.append(callback)

    def changed(self, effects: Effects) -> None:
        """Drops from memory what is not true any more, and tells those who want to know."""
        if effects.all:
            self.sites.drop()
            self.rule_sets.drop()
        if effects.all or effects.models:
            self.models.drop()
        if effects.all or effects.blocks:
            self.authors.drop()
        if effects.all or effects.moderators:
            self.accounts.drop()
        if effects.all or effects.addresses:
            self.threads.drop()
        threads: list[int | None] = [None] if effects.all else [*effects.threads]
        loop = asyncio.get_running_loop()
        for thread in threads:
            for callback in self._callbacks:
                # Still before the callers of this transaction go on, as they were not told yet;
                # and a callback that fails cannot harm the writer.
                loop.call_soon(callback, thread)
        for thread in effects.votes:
            for voted in self._vote_callbacks:
                loop.call_soon(voted, thread)

    def _writer(self) -> Writer:
        if self.writer is None:
            raise Unavailable("read_only")
        return self.writer
