"""Comments that come in, stored many at a time: one statement a table for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select, update

from service.domain.comment import Comment
from service.domain.decision import Decision
from service.domain.errors import Conflict, Invalid, NotFound, ReactieError
from service.domain.ports import NewComment
from service.storage.effects import Effects
from service.storage.ids import Ids
from service.storage.inserts import (
    COMMENTS,
    FINDINGS,
    KEYS,
    REVISIONS,
    comment_row,
    finding_rows,
    key_row,
    revision_row,
)
from service.storage.log import LogEnds
from service.storage.resolve import Named, identity_ids, thread_ids
from service.storage.rows import Cells
from service.storage.tables import comments, idempotency_keys

Stored = tuple[Comment, Decision]

_PARENTS = select(
    comments.c.id, comments.c.thread_id, comments.c.root_id, comments.c.published
).where(comments.c.id.in_(bindparam("ids", expanding=True)))
_TAKEN = select(idempotency_keys.c.site_id, idempotency_keys.c.key).where(
    idempotency_keys.c.site_id.in_(bindparam("sites", expanding=True)),
    idempotency_keys.c.key.in_(bindparam("keys", expanding=True)),
)
_GROW_BRANCH = (
    update(comments)
    .where(comments.c.id == bindparam("root"))
    .values(branch=comments.c.branch + bindparam("more"))
)


@dataclass(slots=True)
class _Rows:
    comments: list[Cells] = field(default_factory=list)
    revisions: list[Cells] = field(default_factory=list)
    findings: list[Cells] = field(default_factory=list)
    keys: list[Cells] = field(default_factory=list)
    branches: dict[int, int] = field(default_factory=dict)

    def add(self, new: NewComment, comment: Comment) -> None:
        self.comments.append(comment_row(comment))
        self.revisions.append(revision_row(comment, new.revision))
        self.findings.extend(finding_rows(comment, new.revision.number, new.findings))
        if new.idempotency is not None:
            self.keys.append(key_row(new.site.id, new.idempotency))
        if comment.published is not None and comment.parent_id is not None:
            self.branches[comment.root_id] = self.branches.get(comment.root_id, 0) + 1

    def insert(self, connection: Connection) -> None:
        COMMENTS.run(connection, self.comments)
        REVISIONS.run(connection, self.revisions)
        FINDINGS.run(connection, self.findings)
        KEYS.run(connection, self.keys)
        if self.branches:
            grown = [{"root": id_, "more": more} for id_, more in self.branches.items()]
            connection.execute(_GROW_BRANCH, grown)


def insert_comments(
    connection: Connection,
    news: Sequence[NewComment],
    ids: Ids,
    effects: Effects,
    log: LogEnds | None = None,
) -> Sequence[Stored | ReactieError]:
    """Inserts all of them, and says of each what was stored or why it may not be.

    A parent that is not public any more is `unknown_parent`, an idempotency key that was used
    before (or by an earlier one of these) `idempotency_key_taken`. What the database itself
    refuses raises, and then none of them is stored. `log` is given by a unit of work that adds to
    the logs elsewhere too.
    """
    log = log or LogEnds(connection, ids)
    log.lock(new.site.id for new in news)
    parents = _parents(connection, news)
    taken = _taken_keys(connection, news)
    refused = [
        _refusal(new, parents, taken)
        if log.knows(new.site.id)
        else NotFound("unknown_site", "site")
        for new in news
    ]
    good = [new for new, refusal in zip(news, refused, strict=True) if refusal is None]
    threads = thread_ids(connection, good, ids)
    identities = identity_ids(connection, good, ids)
    rows = _Rows()
    outcomes: list[Stored | ReactieError] = []
    for new, refusal in zip(news, refused, strict=True):
        if refusal is not None:
            outcomes.append(refusal)
            continue
        thread, root = _place(new, parents, threads)
        identity = None if new.proof is None else identities[new.site.id, new.proof]
        comment = _comment(new, ids.next(), thread, identity, root)
        rows.add(new, comment)
        outcomes.append((comment, log.append(new.decision)))
        if comment.published is not None:
            effects.threads.add(thread)
    if rows.comments:
        rows.insert(connection)
        effects.logged += log.flush()
    return outcomes


def _comment(
    new: NewComment, id_: int, thread: int, identity: int | None, root: int | None
) -> Comment:
    after = new.decision.after
    return Comment(
        id=id_,
        public_id=new.public_id,
        site_id=new.site.id,
        thread_id=thread,
        parent_id=None if new.parent is None else new.parent.id,
        root_id=root or id_,
        author=new.author,
        identity_id=identity,
        network=new.network,
        status=after.status,
        version=1,
        current=new.revision.number,
        published=after.published,
        language=new.language,
        token_hash=new.token_hash,
        created_at=new.created_at,
        cluster=new.cluster or id_,
        suspicion=new.suspicion,
        badge=new.badge,
    )


def _place(
    new: NewComment, parents: dict[int, tuple[int, int]], threads: Named
) -> tuple[int, int | None]:
    """Its thread and root. An answer stands where its parent does, whose thread may have gone into
    another one since it was read."""
    if new.parent is not None:
        return parents[new.parent.id]
    return new.thread.id or threads[new.site.id, new.thread.key], None


def _refusal(
    new: NewComment, parents: dict[int, tuple[int, int]], taken: set[tuple[int, str]]
) -> ReactieError | None:
    parent = new.parent
    if parent is not None and (parent.id not in parents or parent.thread_id != new.thread.id):
        return Invalid("unknown_parent", "parent")
    if new.idempotency is not None:
        key = (new.site.id, new.idempotency.key)
        if key in taken:
            return Conflict("idempotency_key_taken", "Idempotency-Key")
        taken.add(key)
    return None


def _parents(connection: Connection, news: Iterable[NewComment]) -> dict[int, tuple[int, int]]:
    """Thread and root by the id of each parent that is public now."""
    wanted = sorted({new.parent.id for new in news if new.parent is not None})
    if not wanted:
        return {}
    rows = connection.execute(_PARENTS, {"ids": wanted})
    return {id_: (thread, root) for id_, thread, root, shown in rows if shown is not None}


def _taken_keys(connection: Connection, news: Iterable[NewComment]) -> set[tuple[int, str]]:
    wanted = {(new.site.id, new.idempotency.key) for new in news if new.idempotency is not None}
    if not wanted:
        return set()
    sites, keys = zip(*sorted(wanted), strict=True)
    rows = connection.execute(_TAKEN, {"sites": sorted(set(sites)), "keys": keys})
    return {(site, key) for site, key in rows}
