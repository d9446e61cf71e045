"""Reading what the learned models are made of, and the models themselves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, not_, or_, select

from service.domain.comment import Status
from service.domain.decision import Action, ActorKind
from service.domain.finding import Outcome
from service.domain.lesson import Lesson, fact_of
from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.tables import (
    comments,
    decisions,
    findings,
    model_state,
    revisions,
)

State = tuple[int, bytes]

_NONE: State = (0, b"")
KEPT = 1_000

# An edit that waits was not judged by people: what they decided on is the text that is public.
_number = func.coalesce(comments.c.published, comments.c.current)
# Nor was an edit that the rules let through after people had approved the text before, nor one that
# waits in the place of a text that people rejected.
unseen_edit = or_(
    and_(
        comments.c.credit > 0,
        comments.c.published > 1,
        exists().where(
            decisions.c.comment == comments.c.public_id,
            decisions.c.revision == comments.c.published,
            decisions.c.action == Action.PUBLISH.value,
        ),
    ),
    and_(
        comments.c.credit < 0,
        comments.c.status == Status.PENDING.value,
        comments.c.published.is_(None),
    ),
)
_lessons = (
    comments.c.site_id == bindparam("site"),
    comments.c.credit != 0,
    comments.c.status != "deleted",
    not_(unseen_edit),
)
_TEXTS = (
    select(comments.c.id, comments.c.credit, revisions.c.text)
    .join(revisions, (revisions.c.comment_id == comments.c.id) & (revisions.c.number == _number))
    .where(*_lessons)
    .order_by(comments.c.id.desc())
    .limit(bindparam("most"))
)
_CONTEXTS = _TEXTS.with_only_columns(comments.c.credit, revisions.c.context)
_FACTS = (
    select(findings.c.comment_id, findings.c.rule, findings.c.params)
    .join(comments, (comments.c.id == findings.c.comment_id) & (findings.c.number == _number))
    .where(
        *_lessons,
        comments.c.id >= bindparam("oldest"),
        findings.c.outcome == Outcome.SCORE.value,
        findings.c.shadow.is_(False),
    )
    .order_by(findings.c.comment_id, findings.c.rule)
)
_STATE = (
    select(model_state.c.version, model_state.c.state)
    .where(model_state.c.site_id == bindparam("site"))
    .order_by(model_state.c.version.desc())
    .limit(1)
)
_TRAINED_AT = (
    select(func.coalesce(func.max(model_state.c.trained_at), 0))
    .where(model_state.c.site_id == bindparam("site"))
    .scalar_subquery()
)
_NEWEST = (
    select(decisions.c.at, _TRAINED_AT)
    .where(
        decisions.c.site_id == bindparam("site"),
        decisions.c.actor_kind == ActorKind.MODERATOR.value,
        decisions.c.before_status.isnot(None),
    )
    .order_by(decisions.c.id.desc())
    .limit(bindparam("most"))
)


class SqlModels:
    """`domain.ports.Models`."""

    def __init__(self, reader: Reader, *, keep: bool) -> None:
        self._reader = reader
        self._kept: Kept[int, State] = Kept(KEPT, enabled=keep)

    async def lessons(self, site_id: int, most: int) -> Sequence[Lesson]:
        """The newest texts that people decided on, oldest first."""
        rows = await self._reader.all(_TEXTS, {"site": site_id, "most": most})
        if not rows:
            return []
        facts: defaultdict[int, list[str]] = defaultdict(list)
        for comment, rule, params in await self._reader.all(
            _FACTS, {"site": site_id, "oldest": rows[-1][0]}
        ):
            facts[comment].append(fact_of(rule, params))
        return [Lesson(text, tuple(facts[id_]), credit < 0) for id_, credit, text in reversed(rows)]

    async def contexts(self, site_id: int, most: int) -> Sequence[tuple[Mapping[str, Any], bool]]:
        """What was known of those texts when they came in, and whether people found them bad."""
        rows = await self._reader.all(_CONTEXTS, {"site": site_id, "most": most})
        return [(context, credit < 0) for credit, context in reversed(rows)]

    async def news(self, site_id: int, most: int) -> int:
        """How many of people's decisions are newer than the model, counted up to `most`."""
        rows = await self._reader.all(_NEWEST, {"site": site_id, "most": most})
        return sum(at > trained_at for at, trained_at in rows)

    async def state(self, site_id: int) -> State | None:
        """The version and the bytes of the site's newest model."""
        found = await self._kept.get(site_id, lambda: self._read(site_id))
        return None if found is None or found is _NONE else found

    def drop(self) -> None:
        """Forgets what is kept in memory."""
        self._kept.drop()

    async def _read(self, site_id: int) -> State:
        row = await self._reader.first(_STATE, {"site": site_id})
        return _NONE if row is None else (row[0], row[1])
