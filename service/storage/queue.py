"""What moderators see: comments by filter, with their newest text, findings, page and author."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter, ReviewedComment
from service.domain.finding import Finding
from service.storage.concerns import concerned, one_of, read_concerns
from service.storage.reading import Reader
from service.storage.rows import (
    COMMENT,
    FINDING,
    IDENTITY,
    REVISION,
    THREAD,
    comment_of,
    finding_of,
    folded,
    identity_of,
    revision_of,
    thread_of,
)
from service.storage.search import Conditions, find
from service.storage.tables import (
    comments,
    decisions,
    findings,
    identities,
    revisions,
    sites,
    thread_aliases,
    threads,
)

_NEWEST = and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.current)
_REVIEWED = (
    select(*COMMENT, sites.c.slug, *THREAD, *REVISION, *IDENTITY)
    .select_from(comments)
    .join(sites, sites.c.id == comments.c.site_id)
    .join(threads, threads.c.id == comments.c.thread_id)
    .join(revisions, _NEWEST)
    .outerjoin(identities, identities.c.id == comments.c.identity_id)
)
_BY_ID = _REVIEWED.where(comments.c.id == bindparam("id"))
_BY_PUBLIC_ID = _REVIEWED.where(comments.c.public_id == bindparam("public_id"))
_FINDINGS = (
    select(findings.c.comment_id, *FINDING)
    .join(
        comments,
        and_(comments.c.id == findings.c.comment_id, comments.c.current == findings.c.number),
    )
    .where(findings.c.comment_id.in_(bindparam("ids", expanding=True)))
    .order_by(findings.c.comment_id, findings.c.place)
)
_THREAD_AT = len(COMMENT) + 1
_REVISION_AT = _THREAD_AT + len(THREAD)
_IDENTITY_AT = _REVISION_AT + len(REVISION)


async def read_reviewed(reader: Reader, public_id: str) -> ReviewedComment | None:
    """One comment as moderators see it."""
    found = await _reviewed(reader, _BY_PUBLIC_ID, {"public_id": public_id})
    return found[0] if found else None


async def read_reviewed_by_id(reader: Reader, comment_id: int) -> ReviewedComment | None:
    """The same by the service's own id."""
    found = await _reviewed(reader, _BY_ID, {"id": comment_id})
    return found[0] if found else None


async def read_oldest(reader: Reader, wanted: QueueFilter) -> int | None:
    """When the oldest of the comments asked for came in."""
    conditions = await _conditions(reader, wanted)
    first = queue_page(conditions, None, 1, newest_first=False).subquery()
    row = await reader.first(select(comments.c.created_at).where(comments.c.id.in_(select(first))))
    return None if row is None else int(row[0])


async def read_queue(
    reader: Reader, wanted: QueueFilter, after: int | None, limit: int
) -> tuple[Sequence[ReviewedComment], int | None]:
    """A page in the order of ids, and where the next one starts."""
    conditions = await _conditions(reader, wanted)
    page = queue_page(conditions, after, limit + 1, newest_first=wanted.newest_first)
    direction = comments.c.id.desc() if wanted.newest_first else comments.c.id
    statement = _REVIEWED.where(comments.c.id.in_(page)).order_by(direction)
    found = await _reviewed(reader, statement, {})
    following = found[limit - 1].comment.id if len(found) > limit else None
    return found[:limit], following


async def read_suspects(
    reader: Reader, wanted: QueueFilter, after: tuple[int, int] | None, limit: int
) -> tuple[Sequence[ReviewedComment], tuple[int, int] | None]:
    """A page with the most suspicious first, of equal ones the oldest, and where the next starts.
    No index is kept for it, which every post would pay for: what waits is sorted."""
    suspicion, id_ = comments.c.suspicion, comments.c.id
    conditions = await _conditions(reader, wanted)
    page = select(id_).where(*conditions).order_by(suspicion.desc(), id_).limit(limit + 1)
    if after is not None:
        less = suspicion < after[0]
        page = page.where(or_(less, and_(suspicion == after[0], id_ > after[1])))
    statement = _REVIEWED.where(id_.in_(page)).order_by(suspicion.desc(), id_)
    found = await _reviewed(reader, statement, {})
    if len(found) <= limit:
        return found, None
    last = found[limit - 1].comment
    return found[:limit], (last.suspicion, last.id)


async def read_clusters(
    reader: Reader, wanted: QueueFilter, after: int | None, limit: int
) -> tuple[Sequence[ReviewedComment], int | None]:
    """Of each cluster of pending comments the first, and where the next page starts."""
    conditions = await _conditions(reader, replace(wanted, status=Status.PENDING))
    page = await reader.all(
        cluster_page(conditions, after, limit + 1, newest_first=wanted.newest_first)
    )
    firsts = {row[1]: row for row in page[:limit]}
    found = await _reviewed(reader, _REVIEWED.where(comments.c.id.in_(firsts)), {})
    found.sort(key=lambda each: each.comment.cluster, reverse=wanted.newest_first)
    shown = [replace(each, similar=firsts[each.comment.id][2] - 1) for each in found]
    return shown, page[limit - 1][0] if len(page) > limit else None


def cluster_page(
    conditions: Conditions, after: int | None, most: int, *, newest_first: bool
) -> Select[Any]:
    """Clusters of the pending comments that are so, in order, each with the id of its first comment
    and how many there are. Walks an index of them, and stops when the page is full."""
    cluster = comments.c.cluster
    page = (
        select(cluster, func.min(comments.c.id), func.count())
        .where(*conditions)
        .group_by(cluster, comments.c.site_id)
        .limit(most)
    )
    if newest_first:
        page = page.order_by(cluster.desc(), comments.c.site_id.desc())
        return page if after is None else page.where(cluster < after)
    page = page.order_by(cluster, comments.c.site_id)
    return page if after is None else page.where(cluster > after)


async def read_matching(
    reader: Reader, wanted: QueueFilter, after: int, most: int
) -> Sequence[tuple[int, str, int]]:
    """Of the next comments asked for, oldest first: id, public id and version."""
    page = queue_page(await _conditions(reader, wanted), after, most, newest_first=False)
    rows = await reader.all(page.add_columns(comments.c.public_id, comments.c.version))
    return [(row[0], row[1], row[2]) for row in rows]


async def count_matching(reader: Reader, wanted: QueueFilter) -> int:
    """How many comments are asked for."""
    conditions = await _conditions(reader, wanted)
    statement = select(func.count()).select_from(comments).where(*conditions)
    row = await reader.first(statement)
    return 0 if row is None else int(row[0])


def queue_page(
    conditions: Conditions, after: int | None, most: int, *, newest_first: bool
) -> Select[Any]:
    """The ids of the comments that are so, in order. Apart from what is shown of them, so that it
    walks an index and stops when the page is full."""
    page = select(comments.c.id).where(*conditions).limit(most)
    if newest_first:
        page = page.order_by(comments.c.id.desc())
        return page if after is None else page.where(comments.c.id < after)
    page = page.order_by(comments.c.id)
    return page if after is None else page.where(comments.c.id > after)


async def _conditions(reader: Reader, wanted: QueueFilter) -> Conditions:
    plain = conditions_of(wanted)
    said = await find(reader, wanted, plain)
    return plain if said is None else [*plain, said]


def conditions_of(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    """What is asked for but words and rule, which are for the search."""
    found = _places(wanted)
    if wanted.thread is not None:
        named = select(thread_aliases.c.thread_id).where(thread_aliases.c.key == wanted.thread)
        found.append(comments.c.thread_id.in_(named))
    if wanted.author is not None:
        author = folded(wanted.author)
        found.append(or_(comments.c.name_key == author, comments.c.email_key == author))
    if wanted.cluster is not None:
        found.append(comments.c.cluster == wanted.cluster)
    if wanted.ids is not None:
        found.append(comments.c.public_id.in_(wanted.ids))
    if wanted.seen is not None:
        found.append(~_changed_after(wanted.seen))
    return found


def _places(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    status: ColumnElement[str] = comments.c.status
    found: list[ColumnElement[bool]] = []
    if wanted.only is not None:
        # What is open names its site too, and there is little of it: it leads to the comments,
        # not an index of theirs.
        found.append(comments.c.id.in_(concerned(wanted.only, wanted.site_ids)))
        status = status.concat("")
    elif wanted.site_ids is not None:
        found.append(one_of(comments.c.site_id, wanted.site_ids))
    if wanted.status is not None:
        found.append(status == wanted.status.value)
    return found


def _changed_after(place: int) -> ColumnElement[bool]:
    return exists().where(decisions.c.comment == comments.c.public_id, decisions.c.position > place)


async def _reviewed(
    reader: Reader, statement: Select[Any], parameters: dict[str, Any]
) -> list[ReviewedComment]:
    async with reader.connection() as connection:
        rows = (await connection.execute(statement, parameters)).all()
        ids = [row[0] for row in rows]
        evidence = (await connection.execute(_FINDINGS, {"ids": ids})).all() if ids else ()
        reports, appeals = await read_concerns(connection, ids) if ids else ({}, {})
    found: dict[int, list[Finding]] = {id_: [] for id_ in ids}
    for row in evidence:
        found[row[0]].append(finding_of(row[1:]))
    return [
        replace(
            _reviewed_of(row, found[row[0]]),
            reports=reports.get(row[0], ()),
            appeal=appeals.get(row[0]),
        )
        for row in rows
    ]


def _reviewed_of(row: Sequence[Any], found: Sequence[Finding]) -> ReviewedComment:
    identity = row[_IDENTITY_AT:]
    return ReviewedComment(
        comment=comment_of(row),
        site=row[_THREAD_AT - 1],
        thread=thread_of(row[_THREAD_AT:_REVISION_AT]),
        revision=revision_of(row[_REVISION_AT:_IDENTITY_AT]),
        findings=found,
        identity=None if identity[0] is None else identity_of(identity),
    )
