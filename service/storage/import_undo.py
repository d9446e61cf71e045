"""Taking a run of an import back, and giving orphans the parents that came later."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, select, update

from service.domain.comment import Comment, Status
from service.domain.decision import Action, Actor, ActorKind, Decision, Standing
from service.domain.identity import new_public_id
from service.storage.deciding import standing_of, write_decisions
from service.storage.effects import Effects
from service.storage.log import LogEnds
from service.storage.rows import COMMENT, DECISION, comment_of, decision_of
from service.storage.tables import comments, decisions, imported_comments, revisions

_Asked = tuple[int, str, int, int, int]
_BLANK = {"name": None, "email": None, "website": None, "name_key": None, "email_key": None}


def take_back(
    connection: Connection, log: LogEnds, asked: _Asked, effects: Effects
) -> tuple[int, int, int]:
    """Undoes the next comments of a run after an id. What is only kept aside goes at once, and so
    do its names for comments that came from another source."""
    site_id, run, after, most, at = asked
    of_site = imported_comments.c.site_id == site_id
    gone = 0
    if not after:
        is_aside = imported_comments.c.comment_id.is_(None)
        aside = delete(imported_comments).where(of_site, imported_comments.c.run == run, is_aside)
        gone = connection.execute(aside).rowcount
        is_name = imported_comments.c.merged.is_(True)
        connection.execute(
            delete(imported_comments).where(of_site, imported_comments.c.run == run, is_name)
        )
    rows = connection.execute(
        select(imported_comments.c.version, *COMMENT)
        .join(comments, comments.c.id == imported_comments.c.comment_id)
        .where(
            of_site,
            # No index by run is wanted: it would have to be sorted anew for every batch.
            imported_comments.c.run + "" == run,
            imported_comments.c.undone.is_(False),
            imported_comments.c.merged.is_(False),
            imported_comments.c.comment_id > after,
        )
        .order_by(imported_comments.c.comment_id)
        .limit(most)
    ).all()
    found = [(row[0], comment_of(row[1:])) for row in rows]
    if not found:
        return gone, 0, 0
    answered = _answered(connection, [comment for _, comment in found], run)
    untouched = [
        comment
        for left_at, comment in found
        if comment.version == left_at and comment.id not in answered
    ]
    handed = _hand_over(connection, untouched)
    mine = [comment for comment in untouched if comment.id not in handed]
    if mine:
        _undo(connection, log, mine, run, at, effects)
        _blank(connection, mine)
    return len(mine) + gone, len(found) - len(mine), found[-1][1].id


def _answered(connection: Connection, some: Sequence[Comment], run: str) -> set[int]:
    """Those that somebody answered here."""
    ours = exists().where(
        imported_comments.c.comment_id == comments.c.id, imported_comments.c.run + "" == run
    )
    rows = connection.execute(
        select(comments.c.parent_id).where(
            comments.c.thread_id.in_({each.thread_id for each in some}),
            comments.c.parent_id.in_([each.id for each in some]),
            ~ours,
        )
    )
    return {row[0] for row in rows}


def _hand_over(connection: Connection, some: Sequence[Comment]) -> set[int]:
    """Those that another run brought too: they are that one's from now on."""
    is_name = imported_comments.c.merged.is_(True)
    rows = connection.execute(
        select(imported_comments.c.comment_id, func.min(imported_comments.c.run))
        .where(imported_comments.c.comment_id.in_([each.id for each in some]), is_name)
        .group_by(imported_comments.c.comment_id)
    ).all()
    for comment_id, run in rows:
        is_it = imported_comments.c.comment_id == comment_id
        connection.execute(
            update(imported_comments)
            .where(is_it, imported_comments.c.merged.is_(False))
            .values(run=run)
        )
    return {row[0] for row in rows}


def _undo(
    connection: Connection,
    log: LogEnds,
    mine: Sequence[Comment],
    run: str,
    at: int,
    effects: Effects,
) -> None:
    first = {
        decision.comment: decision
        for decision in map(
            decision_of,
            connection.execute(
                select(*DECISION)
                .where(decisions.c.comment.in_([each.public_id for each in mine]))
                .order_by(decisions.c.position)
            ),
        )
    }
    made = []
    for comment in mine:
        undone = Decision(
            public_id=new_public_id(),
            site_id=comment.site_id,
            comment=comment.public_id,
            revision=comment.current,
            actor=Actor(ActorKind.IMPORT, run),
            action=Action.UNDO,
            before=Standing(comment.status, comment.published),
            after=Standing(Status.DELETED, None),
            version=comment.version,
            at=at,
            undoes=first[comment.public_id].public_id,
        )
        made.append((comment, standing_of(comment, comment, undone, 0), undone))
    write_decisions(connection, log, made, effects)


def _blank(connection: Connection, mine: Sequence[Comment]) -> None:
    ids = [each.id for each in mine]
    text = {"text": "", "source": None, "form": None, "html": None}
    for table, column, values in (
        (comments, comments.c.id, {**_BLANK, "network": ""}),
        (revisions, revisions.c.comment_id, text),
    ):
        connection.execute(update(table).where(column.in_(ids)).values(values))
    connection.execute(
        update(imported_comments)
        .where(imported_comments.c.comment_id.in_(ids))
        .values(undone=True, said={}, anchor=None)
    )


def join_orphans(connection: Connection, site_id: int, run: str, effects: Effects) -> int:
    """Puts roots below the parents that came with this run, on the same page."""
    orphans, parents = imported_comments.alias("orphans"), imported_comments.alias("parents")
    pairs = connection.execute(
        select(orphans.c.comment_id, parents.c.comment_id)
        .join(
            parents,
            and_(
                parents.c.site_id == orphans.c.site_id,
                parents.c.source == orphans.c.source,
                parents.c.instance == orphans.c.instance,
                parents.c.external_id == orphans.c.orphan_of,
            ),
        )
        .where(
            orphans.c.site_id == site_id,
            orphans.c.orphan_of.isnot(None),
            orphans.c.comment_id.isnot(None),
            parents.c.run == run,
            parents.c.comment_id.isnot(None),
            parents.c.undone.is_(False),
        )
        .order_by(orphans.c.comment_id)
    ).all()
    return sum(_join(connection, child, parent, effects) for child, parent in pairs)


def _join(connection: Connection, child_id: int, parent_id: int, effects: Effects) -> int:
    child, branch = _one(connection, child_id)
    parent, _ = _one(connection, parent_id)
    is_below = parent.root_id == child.id  # a circle
    if child.parent_id is not None or child.thread_id != parent.thread_id or is_below:
        return 0
    _change(connection, comments.c.id == child.id, parent_id=parent.id, branch=0)
    _change(connection, comments.c.root_id == child.id, root_id=parent.root_id)
    _change(connection, comments.c.id == parent.root_id, branch=comments.c.branch + branch)
    connection.execute(
        update(imported_comments)
        .where(imported_comments.c.comment_id == child.id)
        .values(orphan_of=None)
    )
    effects.threads.add(child.thread_id)
    return 1


def _one(connection: Connection, id_: int) -> tuple[Comment, int]:
    row = connection.execute(select(comments.c.branch, *COMMENT).where(comments.c.id == id_)).one()
    return comment_of(row[1:]), row[0]


def _change(connection: Connection, where: Any, **values: Any) -> None:
    connection.execute(update(comments).where(where).values(**values))
