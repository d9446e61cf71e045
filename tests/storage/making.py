"""Makes what the storage tests store: comments as they come in, and decisions on them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.domain.comment import Author, Comment, Revision, Status
from service.domain.decision import (
    RULES,
    Action,
    Actor,
    ActorKind,
    Decision,
    Standing,
)
from service.domain.finding import Finding, Match, Outcome
from service.domain.idempotency import IdempotencyRecord
from service.domain.identity import new_public_id
from service.domain.ports import NewComment, Transaction
from service.domain.site import Site
from service.domain.thread import Thread
from service.storage import SqlStorage

START = 1_795_000_000_000
MODERATOR = Actor(ActorKind.MODERATOR, "tok", "Anna")

LINKS = Finding(
    "many_links", 2, Outcome.SCORE, 1.5, {"n": 3}, (Match("text", 0, 5, "Hallo"),), microseconds=7
)
FIRST = Finding("first_time_author", 1, Outcome.HOLD)


class TickingClock:
    """Moves on by a second each time it is read; `now` can be set."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += 1000
        return self.now


def a_site(slug: str) -> Site:
    return Site(0, slug, slug.title(), "nl", ("https://b.example",), ("b.example",), b"s" * 32)


@dataclass
class Maker:
    """Makes things on one site."""

    storage: SqlStorage
    clock: TickingClock
    the_site: Site | None = None

    async def site(self, slug: str) -> Site:
        async def unit(tx: Transaction) -> Site:
            return await tx.add_site(a_site(slug))

        return await self.storage.write(unit)

    def new(
        self,
        page: str = "/page",
        *,
        text: str = "Hallo wereld",
        published: bool = True,
        parent: Comment | None = None,
        author: Author | None = None,
        proof: str | None = None,
        key: str | None = None,
        fingerprint: str | None = None,
        findings: Sequence[Finding] = (LINKS, FIRST),
        aliases: Sequence[str] = (),
        thread: Thread | None = None,
        site: Site | None = None,
        cluster: int | None = None,
        suspicion: int = 0,
    ) -> NewComment:
        on = site or self.the_site
        assert on is not None
        public_id, now = new_public_id(), self.clock()
        known = 0 if parent is None else parent.thread_id
        after = Standing(Status.APPROVED, 1) if published else Standing(Status.PENDING, None)
        return NewComment(
            public_id=public_id,
            site=on,
            thread=thread or Thread(known, on.id, page, f"https://b.example{page}", "Titel"),
            parent=parent,
            author=author or Author("Jan", "jan@example.nl", "https://jan.example"),
            proof=proof,
            network="n" * 32,
            language="nl",
            token_hash="t" * 64,
            revision=a_revision(1, text, now, fingerprint),
            findings=findings,
            decision=Decision(
                public_id=new_public_id(),
                site_id=on.id,
                comment=public_id,
                revision=1,
                actor=RULES,
                action=Action.PUBLISH if published else Action.HOLD,
                before=None,
                after=after,
                version=0,
                at=now,
            ),
            created_at=now,
            idempotency=IdempotencyRecord(key, "hash", public_id, now) if key else None,
            aliases=aliases,
            cluster=cluster,
            suspicion=suspicion,
        )

    async def comment(self, page: str = "/page", **given: Any) -> Comment:
        comment, _ = await self.storage.accept(self.new(page, **given))
        return comment

    def decision(self, comment: Comment, action: Action, after: Standing, **given: Any) -> Decision:
        made = Decision(
            public_id=new_public_id(),
            site_id=comment.site_id,
            comment=comment.public_id,
            revision=comment.current,
            actor=MODERATOR,
            action=action,
            before=Standing(comment.status, comment.published),
            after=after,
            version=comment.version,
            at=self.clock(),
        )
        return replace(made, **given)

    async def decide(
        self, comment: Comment, action: Action, status: Status, published: int | None, credit: int
    ) -> tuple[Comment, Decision]:
        decision = self.decision(comment, action, Standing(status, published))

        async def unit(tx: Transaction) -> tuple[Comment, Decision]:
            current = await tx.comment(comment.public_id)
            assert current is not None
            return await tx.decide(current, decision, credit)

        return await self.storage.write(unit)

    async def approve(self, comment: Comment) -> Comment:
        return (await self.decide(comment, Action.APPROVE, Status.APPROVED, comment.current, 1))[0]

    async def reject(self, comment: Comment) -> Comment:
        return (await self.decide(comment, Action.REJECT, Status.REJECTED, None, -1))[0]


def a_revision(number: int, text: str, at: int, fingerprint: str | None = None) -> Revision:
    return Revision(
        number=number,
        text=text,
        fingerprint=fingerprint or secrets.token_hex(16),
        rule_set=4,
        verdict="publish",
        score=1.5,
        context={"now": at, "own_hosts": ["b.example"], "moderation": "hold_new"},
        created_at=at,
    )
