"""Reading comments: `published` and `queue` hold what is longer."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import BigInteger, Text, bindparam, select, text, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection
from sqlalchemy.sql.elements import TextClause

from service.domain.comment import Comment, Revision
from service.domain.comment_ports import QueueFilter, ReviewedComment
from service.domain.finding import Finding
from service.domain.published import PublishedComment, PublishedPage
from service.pace import Pace
from service.storage.coalesce import Coalesced
from service.storage.effects import Effects
from service.storage.published import read_counts, read_page, read_published
from service.storage.queue import (
    count_matching,
    read_clusters,
    read_matching,
    read_oldest,
    read_queue,
    read_reviewed,
    read_reviewed_by_id,
    read_suspects,
)
from service.storage.reading import Reader
from service.storage.rows import COMMENT, FINDING, REVISION, comment_of, finding_of, revision_of
from service.storage.tables import comments, findings, revisions
from service.storage.waits import read_ahead
from service.storage.writer import Writer

Repeat = tuple[int, str, int]
"""Site, fingerprint, since when."""

MOST_REPEATS = 5

_BY_PUBLIC_ID = select(*COMMENT).where(comments.c.public_id == bindparam("public_id"))
_REVISIONS = (
    select(*REVISION)
    .where(revisions.c.comment_id == bindparam("comment"))
    .order_by(revisions.c.number)
)
_FINDINGS = (
    select(findings.c.number, *FINDING)
    .where(findings.c.comment_id == bindparam("comment"))
    .order_by(findings.c.number, findings.c.place)
)
_KEEP_HTML = (
    update(revisions)
    .where(revisions.c.comment_id == bindparam("comment"), revisions.c.number == bindparam("n"))
    .values(html=bindparam("made"), renderer=bindparam("by"))
)


class SqlComments:
    """`domain.ports.Comments`."""

    def __init__(self, reader: Reader, writer: Writer | None, pace: Pace) -> None:
        self._reader = reader
        self._writer = writer
        self._repeats: Coalesced[Repeat, int] = Coalesced(self._count_repeats, missing=0)
        self._pace = pace

    async def by_public_id(self, public_id: str) -> Comment | None:
        """One comment, whatever its status."""
        row = await self._reader.first(_BY_PUBLIC_ID, {"public_id": public_id})
        return None if row is None else comment_of(row)

    async def revisions(self, comment_id: int) -> Sequence[tuple[Revision, Sequence[Finding]]]:
        """All revisions with their findings, oldest first."""
        wanted = {"comment": comment_id}
        async with self._reader.connection() as connection:
            rows = (await connection.execute(_REVISIONS, wanted)).all()
            evidence = (await connection.execute(_FINDINGS, wanted)).all()
        found: dict[int, list[Finding]] = {row[0]: [] for row in rows}
        for row in evidence:
            found[row[0]].append(finding_of(row[1:]))
        return [(revision_of(row), found[row[0]]) for row in rows]

    async def page(
        self, thread_id: int, sort: str, after: tuple[int, int] | None, limit: int, renderer: int
    ) -> PublishedPage:
        """`sort` is oldest, newest or best; `html` is given when made by this `renderer`."""
        return await read_page(self._reader, thread_id, sort, after, limit, renderer)

    async def published(self, comment_id: int, renderer: int) -> PublishedComment | None:
        """One comment as readers see it, None when they do not."""
        return await read_published(self._reader, comment_id, renderer)

    async def ahead(self, comment: Comment, most: int) -> int:
        """How many of its site came in before it and wait; counting stops at `most`."""
        return await read_ahead(self._reader, comment, most)

    async def counts(self, site_id: int, keys: Sequence[str]) -> Mapping[str, int]:
        """The number of published comments by thread key or alias; 0 where there is none."""
        return await read_counts(self._reader, site_id, keys)

    async def reviewed(self, public_id: str) -> ReviewedComment | None:
        """One comment as moderators see it."""
        return await read_reviewed(self._reader, public_id)

    async def reviewed_by_id(self, comment_id: int) -> ReviewedComment | None:
        """The same by the service's own id."""
        return await read_reviewed_by_id(self._reader, comment_id)

    async def queue(
        self, wanted: QueueFilter, after: int | None, limit: int
    ) -> tuple[Sequence[ReviewedComment], int | None]:
        """A page of what moderators ask for, and where the next one starts."""
        return await read_queue(self._reader, wanted, after, limit)

    async def clusters(
        self, wanted: QueueFilter, after: int | None, limit: int
    ) -> tuple[Sequence[ReviewedComment], int | None]:
        """The same for pending comments, of each cluster the first, in the order of clusters."""
        return await read_clusters(self._reader, wanted, after, limit)

    async def suspects(
        self, wanted: QueueFilter, after: tuple[int, int] | None, limit: int
    ) -> tuple[Sequence[ReviewedComment], tuple[int, int] | None]:
        """A page of what moderators ask for, the most suspicious first."""
        return await read_suspects(self._reader, wanted, after, limit)

    async def matching(
        self, wanted: QueueFilter, after: int, most: int
    ) -> Sequence[tuple[int, str, int]]:
        """Of the next comments asked for, oldest first: id, public id and version."""
        return await read_matching(self._reader, wanted, after, most)

    async def count(self, wanted: QueueFilter) -> int:
        """How many comments are asked for."""
        return await count_matching(self._reader, wanted)

    async def oldest(self, wanted: QueueFilter) -> int | None:
        """When the oldest of the comments asked for came in, None where there is none."""
        return await read_oldest(self._reader, wanted)

    async def repeats(self, site_id: int, fingerprint: str, since: int) -> int:
        """How many revisions with this fingerprint were made since then; counting stops at 5."""
        found = await self._repeats.get((site_id, fingerprint, since))
        await self._pace.turn()  # many hear of theirs at once, and judge a text next
        return found

    async def keep_html(self, rendered: Mapping[tuple[int, int], str], renderer: int) -> None:
        """Keeps renderings, some time soon; nobody waits for it, losing them costs only time."""
        made = [
            {"comment": comment, "n": number, "made": html, "by": renderer}
            for (comment, number), html in rendered.items()
        ]

        async def unit(connection: AsyncConnection, _effects: Effects) -> None:
            await connection.execute(_KEEP_HTML, made)

        if made and self._writer is not None:
            self._writer.run_sometime(unit)

    async def _count_repeats(self, wanted: Sequence[Repeat]) -> Mapping[Repeat, int]:
        rows = 1 << (len(wanted) - 1).bit_length()
        parameters: dict[str, object] = {}
        for number in range(rows):
            site, fingerprint, since = wanted[min(number, len(wanted) - 1)]
            parameters |= {f"s{number}": site, f"f{number}": fingerprint, f"t{number}": since}
        counted = {row[0]: row[1] for row in await self._reader.all(_repeats(rows), parameters)}
        return {key: counted[number] for number, key in enumerate(wanted)}


@lru_cache
def _repeats(rows: int) -> TextClause:
    """Counts for so many fingerprints at once, each with an end of its own: a text that was sent
    a hundred thousand times costs no more than one sent five times."""
    values = ", ".join(f"({n}, :s{n}, :f{n}, :t{n})" for n in range(rows))
    statement = text(
        f"WITH wanted (n, site, fingerprint, since) AS (VALUES {values}) "  # noqa: S608 -- binds
        "SELECT n, (SELECT count(*) FROM (SELECT 1 FROM revisions r WHERE r.site_id = wanted.site"
        " AND r.fingerprint = wanted.fingerprint AND r.created_at >= wanted.since"
        f" LIMIT {MOST_REPEATS}) AS capped) FROM wanted"
    )
    typed = [
        bound
        for n in range(rows)
        for bound in (
            bindparam(f"s{n}", type_=BigInteger()),
            bindparam(f"f{n}", type_=Text()),
            bindparam(f"t{n}", type_=BigInteger()),
        )
    ]
    return statement.bindparams(*typed)
