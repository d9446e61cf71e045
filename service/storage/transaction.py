"""What a unit of work may do: `domain.ports.Transaction` on the writing connection."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.comment import Comment
from service.domain.decision import Decision
from service.domain.errors import Conflict, ReactieError
from service.domain.job import Job
from service.domain.moderator import ApiToken, Moderator
from service.domain.ports import Edit, NewComment
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.domain.site_event import SiteEvent
from service.storage import import_writes
from service.storage.accept import insert_comments
from service.storage.account_writes import SqlAccountWrites
from service.storage.author_writes import SqlAuthorWrites
from service.storage.concerns import SqlConcernWrites
from service.storage.deciding import read_with_history, standing_of, write_decisions
from service.storage.effects import Effects
from service.storage.ids import Ids
from service.storage.inserts import FINDINGS, REVISIONS, finding_rows, revision_row
from service.storage.jobs import add_job, advance_job, stop_job
from service.storage.log import LogEnds
from service.storage.rows import (
    COMMENT,
    DECISION,
    NO_LOG,
    Values,
    comment_of,
    decision_of,
    site_of,
    site_values,
)
from service.storage.rule_sets import add_rule_set, move_rule_set
from service.storage.site_events import add_site_event
from service.storage.sites import ONE_SITE
from service.storage.tables import (
    comments,
    decisions,
    model_state,
    sites,
)
from service.storage.thread_writes import SqlThreadWrites
from service.storage.votes import SqlVoteWrites

_SITE_OF = select(comments.c.site_id).where(comments.c.public_id == bindparam("comment"))
_COMMENT = (
    select(*COMMENT)
    .where(comments.c.public_id == bindparam("comment"))
    .with_for_update(key_share=True)
)
_HISTORY = (
    select(*DECISION)
    .where(decisions.c.comment == bindparam("comment"))
    .order_by(decisions.c.position)
)
_DECISION = select(*DECISION).where(decisions.c.public_id == bindparam("decision"))
_EDIT = (
    update(comments)
    .where(comments.c.id == bindparam("comment"))
    .values(
        current=bindparam("newest"),
        edited_at=bindparam("edited"),
        cluster=bindparam("alike"),
        suspicion=bindparam("suspected"),
    )
)


class SqlTransaction:
    """One unit's view of the transaction it runs in. `effects` gathers what it changed."""

    def __init__(self, connection: AsyncConnection, ids: Ids, effects: Effects) -> None:
        self._connection = connection
        self._ids = ids
        self._log = LogEnds(_sync(connection), ids)
        self._effects = effects
        self.accounts = SqlAccountWrites(connection, ids, effects)
        self.concerns = SqlConcernWrites(connection, ids)
        self.votes = SqlVoteWrites(connection, self._log, effects)
        self.authors = SqlAuthorWrites(connection, ids, effects)
        self.threads = SqlThreadWrites(connection, self._log, effects)

    @cached_property
    def imports(self) -> "import_writes.SqlImportWrites":
        """What imports write."""
        return import_writes.SqlImportWrites(self._connection, self._ids, self._log, self._effects)

    async def comment(self, public_id: str) -> Comment | None:
        """The comment, locked until the unit ends."""
        wanted = {"comment": public_id}
        site_id = await self._connection.scalar(_SITE_OF, wanted)
        if site_id is None:
            return None
        # The log before the comment, as comments that come in do it: no two wait for each other.
        await self._lock_log(site_id)
        row = (await self._connection.execute(_COMMENT, wanted)).one_or_none()
        return None if row is None else comment_of(row)

    async def comments(
        self, site_id: int, public_ids: Sequence[str]
    ) -> Sequence[tuple[Comment, Sequence[Decision]]]:
        """Those of the comments that are the site's, locked, each with its decisions."""
        return await self._connection.run_sync(read_with_history, self._log, site_id, public_ids)

    async def decisions(self, comment: str) -> Sequence[Decision]:
        """The decisions on a comment, oldest first."""
        rows = await self._connection.execute(_HISTORY, {"comment": comment})
        return [decision_of(row) for row in rows]

    async def decision(self, public_id: str) -> Decision | None:
        """One decision by its public id."""
        row = (await self._connection.execute(_DECISION, {"decision": public_id})).one_or_none()
        return None if row is None else decision_of(row)

    async def decide(
        self, comment: Comment, decision: Decision, credit: int
    ) -> tuple[Comment, Decision]:
        """Logs the decision and gives the comment its standing. Raises Conflict `stale_version`
        when the comment is not at the version that was handed in."""
        return await self._decide(comment, comment, decision, credit)

    async def decide_all(self, made: Sequence[tuple[Comment, Decision, int]]) -> None:
        """The same for many comments."""
        changed = [
            (comment, standing_of(comment, comment, decision, credit), decision)
            for comment, decision, credit in made
        ]
        await self._connection.run_sync(write_decisions, self._log, changed, self._effects)

    async def edit(self, edit: Edit) -> tuple[Comment, Decision]:
        """Adds the revision with its findings, then decides with the comment's credit."""
        comment, revision = edit.comment, edit.revision
        await self._connection.run_sync(REVISIONS.run, [revision_row(comment, revision)])
        found = finding_rows(comment, revision.number, edit.findings)
        await self._connection.run_sync(FINDINGS.run, found)
        edited = replace(
            comment,
            current=revision.number,
            edited_at=revision.created_at,
            cluster=edit.cluster,
            suspicion=edit.suspicion,
        )
        cells = {
            "newest": edited.current,
            "edited": edited.edited_at,
            "alike": edited.cluster,
            "suspected": edited.suspicion,
        }
        await self._connection.execute(_EDIT, {"comment": comment.id, **cells})
        return await self._decide(comment, edited, edit.decision, comment.credit)

    async def _decide(
        self, before: Comment, comment: Comment, decision: Decision, credit: int
    ) -> tuple[Comment, Decision]:
        decided = standing_of(comment, before, decision, credit)
        [logged] = await self._connection.run_sync(
            write_decisions, self._log, [(before, decided, decision)], self._effects
        )
        return decided, logged

    async def add_comment(self, new: NewComment) -> tuple[Comment, Decision]:
        """Stores a comment that comes in. Raises Conflict `idempotency_key_taken` and Invalid
        `unknown_parent`."""
        [stored] = await self._connection.run_sync(
            insert_comments, [new], self._ids, self._effects, self._log
        )
        if isinstance(stored, ReactieError):
            raise stored
        return stored

    async def site(self, site_id: int) -> Site | None:
        """The site, locked until the unit ends."""
        await self._lock_log(site_id)
        row = (await self._connection.execute(ONE_SITE, {"id": site_id})).one_or_none()
        return None if row is None else site_of(row)

    async def add_site(self, site: Site) -> Site:
        """The site as stored, with its id. Raises Conflict `already_exists`."""
        stored = replace(site, id=self._ids.next())
        row = {"id": stored.id, **NO_LOG, **site_values(stored)}
        await self._add(insert(sites), row, "slug")
        self._effects.all = True
        return stored

    async def change_site(self, site: Site) -> None:
        """Gives the site with this id all that the value says."""
        statement = update(sites).where(sites.c.id == site.id).values(**site_values(site))
        await self._connection.execute(statement)
        self._effects.all = True

    async def add_token(self, token: ApiToken) -> None:
        """Adds an API token."""
        await self.accounts.add_token(token)

    async def add_moderator(self, moderator: Moderator) -> Moderator:
        """As stored; an id of 0 is replaced. Raises Conflict `already_exists`."""
        return await self.accounts.add_moderator(moderator)

    async def add_rule_set(self, site_id: int, content: Mapping[str, Any], by: str, at: int) -> int:
        """Adds a version as a draft; returns its number."""
        await self._lock_log(site_id)
        return await add_rule_set(self._connection, self._ids.next(), site_id, content, by, at)

    async def move_rule_set(
        self, site_id: int, version: int, state: RuleState, by: str, at: int, replay: str | None
    ) -> None:
        """Gives a version its state, and the place of the one that had it."""
        await self._lock_log(site_id)
        moved = {"moved_by": by, "moved_at": at, "replay": replay}
        await move_rule_set(self._connection, site_id, version, state, moved)
        self._effects.all = True

    async def add_job(self, job: Job) -> None:
        """Adds a job."""
        await add_job(self._connection, self._ids.next(), job)

    async def advance_job(self, job: Job, done_before: int) -> None:
        """Keeps how far the job is. Raises Conflict `job_moved`."""
        await advance_job(self._connection, job, done_before)

    async def stop_job(self, public_id: str) -> None:
        """Ends a job where it is, if it is running."""
        await stop_job(self._connection, public_id)

    async def keep_model(
        self, site_id: int, state: bytes | None, examples: int, at: int
    ) -> int | None:
        """Keeps the state in place of the site's model; None leaves the site without one."""
        await self._lock_log(site_id)
        of_site = model_state.c.site_id == site_id
        newest = await self._connection.scalar(
            select(func.max(model_state.c.version)).where(of_site)
        )
        await self._connection.execute(delete(model_state).where(of_site))
        self._effects.models = True
        if state is None:
            return None
        version = int(newest or 0) + 1
        row = {
            "id": self._ids.next(),
            "site_id": site_id,
            "version": version,
            "state": state,
            "examples": examples,
            "trained_at": at,
        }
        await self._connection.execute(insert(model_state), row)
        return version

    async def log_site_event(self, event: SiteEvent) -> SiteEvent:
        """The event as logged, at the end of its site's log."""
        await self._lock_log(event.site_id)
        return await add_site_event(self._connection, self._ids.next(), event)

    async def _lock_log(self, site_id: int) -> None:
        await self._connection.run_sync(lambda _: self._log.lock([site_id]))

    async def _add(self, statement: Any, row: Values, field: str) -> None:
        try:
            await self._connection.execute(statement, row)
        except IntegrityError as error:
            raise Conflict("already_exists", field) from error


def _sync(connection: AsyncConnection) -> Connection:
    if connection.sync_connection is None:
        raise ValueError("the connection is not open")
    return connection.sync_connection
