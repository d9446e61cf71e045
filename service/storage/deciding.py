"""Decisions on comments, many at a time: few statements, however many comments there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from service.domain.comment import Comment
from service.domain.decision import Action, Decision
from service.domain.errors import Conflict
from service.storage.concerns import settle_concerns
from service.storage.effects import Effects
from service.storage.log import LogEnds
from service.storage.rows import COMMENT, DECISION, comment_of, decision_of
from service.storage.tables import comments, decisions, identities

Changed = tuple[Comment, Comment, Decision]
"""A comment as it was read, as it is to be, and the decision that makes it so."""

_THESE = (
    select(*COMMENT)
    .where(
        comments.c.site_id == bindparam("site"),
        comments.c.public_id.in_(bindparam("these", expanding=True)),
    )
    .order_by(comments.c.id)
    .with_for_update(key_share=True)
)
_HISTORIES = (
    select(*DECISION)
    .where(decisions.c.comment.in_(bindparam("these", expanding=True)))
    .order_by(decisions.c.position)
)
_CHANGE = (
    update(comments)
    .where(
        comments.c.id.in_(bindparam("these", expanding=True)),
        comments.c.version == bindparam("judged"),
    )
    .values(
        version=bindparam("judged") + 1,
        status=bindparam("to"),
        published=bindparam("shown"),
        credit=bindparam("counts"),
        removed_by=bindparam("remover"),
    )
)
_GROW = (
    update(comments)
    .where(comments.c.id.in_(bindparam("these", expanding=True)))
    .values(branch=comments.c.branch + bindparam("more"))
)
_COUNT = (
    update(identities)
    .where(identities.c.id.in_(bindparam("these", expanding=True)))
    .values(
        approved=identities.c.approved + bindparam("more_approved"),
        rejected=identities.c.rejected + bindparam("more_rejected"),
    )
)


def read_with_history(
    connection: Connection, log: LogEnds, site_id: int, public_ids: Sequence[str]
) -> Sequence[tuple[Comment, Sequence[Decision]]]:
    """Those of the comments that are the site's, locked, each with its decisions."""
    # The log before the comments, as comments that come in do it: no two wait for each other.
    log.lock([site_id])
    wanted = {"site": site_id, "these": public_ids}
    found = [comment_of(row) for row in connection.execute(_THESE, wanted)]
    histories: dict[str, list[Decision]] = {comment.public_id: [] for comment in found}
    for row in connection.execute(_HISTORIES, {"these": list(histories)}):
        decision = decision_of(row)
        histories[decision.comment].append(decision)
    return [(comment, histories[comment.public_id]) for comment in found]


def write_decisions(
    connection: Connection, log: LogEnds, made: Sequence[Changed], effects: Effects
) -> Sequence[Decision]:
    """Gives the comments their standing and logs the decisions, which it returns as logged.

    Raises Conflict `stale_version` when a comment is not at the version that was handed in.
    """
    log.lock(before.site_id for before, _, _ in made)
    _change(connection, made)
    logged = [log.append(decision) for _, _, decision in made]
    effects.logged += log.flush()
    _grow_branches(connection, made)
    _count_credits(connection, made)
    settle_concerns(connection, [(after, decision) for _, after, decision in made])
    for before, after, _ in made:
        if before.published != after.published:
            effects.threads.add(after.thread_id)
    return logged


def standing_of(comment: Comment, before: Comment, decision: Decision, credit: int) -> Comment:
    """The comment as the decision leaves it."""
    return replace(
        comment,
        status=decision.after.status,
        published=decision.after.published,
        version=before.version + 1,
        credit=credit,
    )


def _change(connection: Connection, made: Sequence[Changed]) -> None:
    alike: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for before, after, decision in made:
        is_authors = decision.action is Action.WITHDRAW
        alike[before.version, after.status, after.published, after.credit, is_authors].append(
            before.id
        )
    for (judged, status, published, credit, is_authors), ids in alike.items():
        remover = "author" if is_authors else "moderator"
        to = {
            "judged": judged,
            "to": status.value,
            "shown": published,
            "counts": credit,
            "remover": None if published is not None else remover,
        }
        changed = connection.execute(_CHANGE, {"these": ids, **to})
        if changed.rowcount != len(ids):
            raise Conflict("stale_version", "version")


def _grow_branches(connection: Connection, made: Iterable[Changed]) -> None:
    more: defaultdict[int, int] = defaultdict(int)
    for before, after, _ in made:
        more[after.root_id] += (after.published is not None) - (before.published is not None)
    for (grown,), ids in _by_amount({root: (by,) for root, by in more.items()}):
        connection.execute(_GROW, {"these": ids, "more": grown})


def _count_credits(connection: Connection, made: Iterable[Changed]) -> None:
    more: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for before, after, _ in made:
        if after.identity_id is not None:
            approved, rejected = more[after.identity_id]
            approved += (after.credit == 1) - (before.credit == 1)
            rejected += (after.credit == -1) - (before.credit == -1)
            more[after.identity_id] = approved, rejected
    for (approved, rejected), ids in _by_amount(more):
        counts = {"more_approved": approved, "more_rejected": rejected}
        connection.execute(_COUNT, {"these": ids, **counts})


def _by_amount(
    more: Mapping[int, tuple[int, ...]],
) -> Iterable[tuple[tuple[int, ...], Sequence[int]]]:
    """The ids by what is to be added there; where that is nothing, not at all."""
    ids: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for id_, amounts in more.items():
        if any(amounts):
            ids[amounts].append(id_)
    return ids.items()
