"""A made-up history as rows of the database, with its log chained as the service chains it."""

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from heapq import heappop, heappush

from service.cli.seed.plan import (
    EXACT,
    PUBLIC,
    SPAN_MS,
    Fate,
    Plan,
    Planned,
    birth,
    is_proven,
)
from service.cli.seed.texts import WORDS, Judged, author, judged
from service.domain.comment import Comment, Status
from service.domain.decision import (
    RULES,
    Action,
    Actor,
    ActorKind,
    Decision,
    Standing,
    chained,
    decided,
)
from service.domain.decision import judged as entered
from service.domain.finding import Verdict
from service.domain.site import Site
from service.storage.ids import id_at
from service.storage.inserts import COMMENTS, comment_row, decision_row, finding_rows, revision_row
from service.storage.rows import Cells
from service.storage.search_sql import words_of_document

WAIT_MS = 60 * 60 * 1000
"""How long a comment waits for each decision of people."""
_MODERATORS = (
    Actor(ActorKind.MODERATOR, "a" * 32, "Anna"),
    Actor(ActorKind.MODERATOR, "b" * 32, "Bea"),
)
_ACTS = {
    Fate.PUBLISHED: (),
    Fate.APPROVED: (Action.APPROVE,),
    Fate.REJECTED: (Action.REJECT,),
    Fate.SPAM: (Action.SPAM,),
    Fate.DELETED: (Action.APPROVE, Action.DELETE),
    Fate.PENDING: (),
}
_CREDITS = {Fate.APPROVED: 1, Fate.REJECTED: -1, Fate.SPAM: -1}
_REMOVED_BY = COMMENTS.columns.index("removed_by")
_BRANCH = COMMENTS.columns.index("branch")
_SUSPECT = 1_000


class Rows:
    """Makes the rows of each comment. `start` is when the history began (UTC milliseconds)."""

    def __init__(self, plan: Plan, site: Site, start: int) -> None:
        self.log = _Log()
        self.last = 0
        """The newest comment's id."""
        self.site = site
        self._plan = plan
        self._start = start
        self._ids = array("q", [0]) * plan.count
        self._floods: dict[str, int] = {}

    def of_comment(self, planned: Planned) -> tuple[Cells, Cells, Sequence[Cells], Cells]:
        """The rows of the comment, its revision, its findings and what it is searched by. The
        decisions go to the log."""
        said = judged(planned.number, planned.fate)
        at = self._start + planned.at
        comment = self._comment(planned, said, at)
        revision = said.revision(planned.number, at)
        found = said.judgement.findings
        words = words_of_document(revision.text, [finding.rule for finding in found])
        self.log.take(comment, _story(planned.fate, said.judgement.verdict), at)
        return (
            self._row(comment, planned),
            revision_row(comment, revision),
            finding_rows(comment, 1, found),
            (comment.id, comment.site_id, 1, words),
        )

    def due(self, until: int | None) -> list[Cells]:
        """The rows of what was decided before that time in the plan; None: of all that is left."""
        return self.log.due(None if until is None else self._start + until)

    def pages(self) -> Iterator[tuple[Cells, Cells]]:
        """The row of each page's thread and of its address."""
        for page in range(self._plan.pages):
            key, id_ = page_key(page), self._thread(page)
            at = self._start + int(SPAN_MS * birth(page, self._plan.pages))
            title = " ".join(key.split("/")[-1].split("-")[:2]).capitalize()
            public_id = _drawn(f"page {page}")
            yield (
                (id_, self.site.id, key, None, title, None, at, public_id),
                (self.site.id, key, id_),
            )

    def identities(self) -> Iterator[Cells]:
        """The row of each author whom his device proves."""
        for number, (approved, rejected) in enumerate(zip(*self._plan.credits, strict=True)):
            if is_proven(number):
                proof = _drawn(f"device {number}") * 2
                id_ = self._identity(number)
                yield (id_, self.site.id, "device", proof, approved, rejected, self._start)

    def _comment(self, planned: Planned, said: Judged, at: int) -> Comment:
        self.last = id_ = max(id_at(at), self.last + 1)
        self._ids[planned.number] = id_
        is_public = planned.fate in PUBLIC
        story = _story(planned.fate, said.judgement.verdict)
        return Comment(
            id=id_,
            public_id=public_id(planned.number, self._plan.count),
            site_id=self.site.id,
            thread_id=self._thread(planned.page),
            parent_id=None if planned.parent is None else self._ids[planned.parent],
            root_id=self._ids[planned.root],
            author=author(planned.author),
            identity_id=self._identity(planned.author) if planned.is_proven else None,
            network=_drawn(f"network {planned.author}"),
            status=story[-1][2].status,
            version=len(story),
            current=1,
            published=1 if is_public else None,
            language=self.site.language,
            token_hash=_drawn(f"token {planned.number}") * 2,
            created_at=at,
            credit=_CREDITS.get(planned.fate, 0),
            cluster=self._floods.setdefault(said.text, id_) if planned.fate is Fate.SPAM else id_,
            suspicion=min(_SUSPECT, int(100 * said.judgement.score)),
        )

    def _row(self, comment: Comment, planned: Planned) -> Cells:
        cells = list(comment_row(comment))
        cells[_BRANCH] = planned.branch
        if comment.status is Status.DELETED:
            cells[_REMOVED_BY] = "moderator"
        return cells

    def _thread(self, page: int) -> int:
        return id_at(self._start) + page

    def _identity(self, author: int) -> int:
        return id_at(self._start) + author


class _Log:
    """The site's log: takes what happens in any order, and gives it in the order of time."""

    def __init__(self) -> None:
        self.count, self.head = 0, ""
        self._coming: list[tuple[int, int, Decision]] = []
        self._taken = self._last = 0

    def take(
        self, comment: Comment, story: Sequence[tuple[Action, Standing | None, Standing]], at: int
    ) -> None:
        """Takes in the decisions on a comment that came in then."""
        for version, (action, before, after) in enumerate(story):
            self._taken += 1
            is_rules = version == 0
            decision = Decision(
                public_id=_drawn(f"decision {version} {comment.public_id}"),
                site_id=comment.site_id,
                comment=comment.public_id,
                revision=1,
                actor=RULES if is_rules else _MODERATORS[comment.id % len(_MODERATORS)],
                action=action,
                before=before,
                after=after,
                version=version,
                at=at + version * WAIT_MS,
            )
            heappush(self._coming, (decision.at, self._taken, decision))

    def due(self, until: int | None) -> list[Cells]:
        """The rows of what was decided before that time (UTC milliseconds); None: of all that is
        left."""
        rows: list[Cells] = []
        while self._coming and (until is None or self._coming[0][0] < until):
            at, _, decision = heappop(self._coming)
            linked = chained(decision, self.head)
            self.count, self.head = self.count + 1, linked.hash
            self._last = max(id_at(at), self._last + 1)
            rows.append(decision_row(linked, self._last, self.count))
        return rows


@cache
def _story(fate: Fate, verdict: Verdict) -> Sequence[tuple[Action, Standing | None, Standing]]:
    action, standing = entered(None, verdict, 1)
    story: list[tuple[Action, Standing | None, Standing]] = [(action, None, standing)]
    for act in _ACTS[fate]:
        before, standing = standing, decided(standing, act, 1, ())
        story.append((act, before, standing))
    return story


def public_id(number: int, count: int) -> str:
    """The public id of comment `number` of a history of `count`, which tells such histories apart
    from what people wrote."""
    return _drawn(f"comment {number} of {count}")


def page_key(page: int) -> str:
    """The address of page `page`; of the first ones it says how many public comments they have."""
    if page < len(EXACT):
        return f"/bench/{EXACT[page]}.html"
    first, second = WORDS[page % len(WORDS)], WORDS[page // len(WORDS) % len(WORDS)]
    return f"/2026/{first}-{second}-{page}.html"


def _drawn(what: str) -> str:
    return hashlib.blake2b(what.encode(), key=b"reactie bench seed", digest_size=16).hexdigest()
