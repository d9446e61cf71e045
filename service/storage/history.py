"""Reading what was judged, in the order in which it came in."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, case, func, not_, select, tuple_

from service.domain.comment import UNJUDGED, Author, Status
from service.domain.judged_text import JudgedText, Place, RuleCount, SeenText
from service.storage.models import unseen_edit
from service.storage.reading import Reader
from service.storage.rows import Cells
from service.storage.tables import comments, findings, revisions

_in_window = (
    revisions.c.created_at >= bindparam("since"),
    revisions.c.created_at < bindparam("until"),
)
_was_judged = revisions.c.rule_set != UNJUDGED
# What people decided on is the text that is public, or else the newest one (`models`).
_decided_on = revisions.c.number == func.coalesce(comments.c.published, comments.c.current)
_is_decided = and_(_decided_on, comments.c.status != "deleted", not_(unseen_edit))
_JUDGED = (
    select(
        revisions.c.comment_id,
        revisions.c.number,
        comments.c.public_id,
        comments.c.name,
        comments.c.email,
        comments.c.website,
        revisions.c.text,
        revisions.c.rule_set,
        revisions.c.verdict,
        revisions.c.context,
        case((_is_decided, comments.c.credit), else_=0),
        revisions.c.shadow,
    )
    .join(comments, comments.c.id == revisions.c.comment_id)
    .where(
        # No index by site is wanted: it would have to be sorted anew for every page.
        revisions.c.site_id + 0 == bindparam("site"),
        *_in_window,
        _was_judged,
        # As a pair: only so do the databases start right there in the key.
        tuple_(revisions.c.comment_id, revisions.c.number)
        > tuple_(bindparam("comment"), bindparam("number")),
    )
    .order_by(revisions.c.comment_id, revisions.c.number)
    .limit(bindparam("most"))
)
_WAITING = (
    select(comments.c.id, comments.c.cluster, revisions.c.text, comments.c.created_at)
    .join(
        revisions,
        and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.current),
    )
    .where(
        comments.c.site_id == bindparam("site"),
        comments.c.status == Status.PENDING.value,
        comments.c.id > bindparam("after"),
    )
    .order_by(comments.c.id.desc())
    .limit(bindparam("most"))
)
_COUNT = (
    select(func.count())
    .select_from(revisions)
    .where(revisions.c.site_id == bindparam("site"), *_in_window, _was_judged)
)
_NEWEST = (
    select(revisions.c.comment_id, revisions.c.number)
    .where(revisions.c.site_id + 0 == bindparam("site"), _was_judged)
    .order_by(revisions.c.comment_id.desc(), revisions.c.number.desc())
    .offset(bindparam("most"))
    .limit(1)
)
_made_up = case(
    (
        and_(
            findings.c.number == func.coalesce(comments.c.published, comments.c.current),
            comments.c.status != "deleted",
            not_(unseen_edit),
        ),
        comments.c.credit,
    ),
    else_=0,
)
_SHADOW_RULES = (
    select(
        findings.c.rule,
        func.count(),
        func.sum(case((_made_up < 0, 1), else_=0)),
        func.sum(case((_made_up > 0, 1), else_=0)),
    )
    .join(comments, comments.c.id == findings.c.comment_id)
    .where(
        findings.c.site_id == bindparam("site"),
        findings.c.shadow.is_(True),
        tuple_(findings.c.comment_id, findings.c.number)
        > tuple_(bindparam("comment"), bindparam("number")),
    )
    .group_by(findings.c.rule)
    .order_by(findings.c.rule)
)


class SqlHistory:
    """`domain.ports.History`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def judged(
        self, site_id: int, after: Place, since: int, until: int, most: int
    ) -> Sequence[JudgedText]:
        """The next texts of those that came in from `since` to before `until`."""
        wanted = {"site": site_id, "since": since, "until": until, "most": most}
        place = {"comment": after[0], "number": after[1]}
        return [_judged(row) for row in await self._reader.all(_JUDGED, {**wanted, **place})]

    async def count(self, site_id: int, since: int, until: int) -> int:
        """How many there are."""
        row = await self._reader.first(_COUNT, {"site": site_id, "since": since, "until": until})
        return 0 if row is None else int(row[0])

    async def waiting(self, site_id: int, after: int, most: int) -> Sequence[SeenText]:
        """The newest of the comments that wait and have ids above `after`, oldest first."""
        wanted = {"site": site_id, "after": after, "most": most}
        return [SeenText(*row) for row in reversed(await self._reader.all(_WAITING, wanted))]

    async def before_newest(self, site_id: int, most: int) -> Place:
        """The place after which the newest `most` texts stand."""
        row = await self._reader.first(_NEWEST, {"site": site_id, "most": most})
        return (0, 0) if row is None else (row[0], row[1])

    async def shadow_rules(self, site_id: int, after: Place) -> Sequence[RuleCount]:
        """What the rules without a vote found in texts from there on."""
        wanted = {"site": site_id, "comment": after[0], "number": after[1]}
        rows = await self._reader.all(_SHADOW_RULES, wanted)
        return [RuleCount(rule, *map(int, counts)) for rule, *counts in rows]


def _judged(cells: Cells) -> JudgedText:
    comment_id, number, public_id, name, email, website = cells[:6]
    text, rule_set, verdict, context, credit, shadow = cells[6:]
    return JudgedText(
        place=(comment_id, number),
        comment=public_id,
        author=Author(name, email, website),
        text=text,
        rule_set=rule_set,
        verdict=verdict,
        context=context,
        is_bad=None if credit == 0 else credit < 0,
        shadow=shadow,
    )
