"""Answer a comment as a moderator, and approve it in the same act where it waits."""

import hashlib
import secrets
from dataclasses import dataclass, replace

from service.domain.comment import Author, Badge, BadgeWord, Comment, Status
from service.domain.decision import Action, Decision, Standing, came_with
from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.idempotency import IdempotencyRecord
from service.domain.identity import new_public_id, token_hash
from service.domain.moderator import Principal
from service.domain.ports import Clock, NewComment, Storage, Transaction
from service.domain.site import Site
from service.domain.thread import Thread
from service.domain.trust import credit_of
from service.usecases.authenticate_token import actor_of
from service.usecases.decide import ruling
from service.usecases.own_text import refuse_unfit, unjudged
from service.usecases.review_comments import seen_comment
from service.usecases.rule_book import RuleBook
from service.usecases.second_look import leave_to_others


@dataclass(frozen=True, slots=True)
class Reply:
    """What a moderator answers. `version` is that of the comment he saw, which he must have seen
    to `approve` it; without a `language` it is the comment's. `key` makes it safe to send twice."""

    text: str
    approve: bool = False
    version: int | None = None
    language: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """The reply with the decision that brought it in, and the approval that it was given with."""

    reply: Comment
    decision: Decision
    approval: Decision | None


async def post_reply(
    public_id: str,
    reply: Reply,
    *,
    token: Principal,
    storage: Storage,
    clock: Clock,
    rule_book: RuleBook,
) -> Replied:
    """Publishes the reply under the name and with the badge of the account that acts; approval and
    reply are one unit. A closed page does not keep moderators from answering.

    The same key with the same reply returns the same reply again. Raises NotFound
    `unknown_comment`; Conflict `stale_version` with the decision that came first, `not_possible`,
    and `not_public` when readers would not see what is answered; Forbidden `own_rejection` where
    an open appeal is for another moderator to answer; Invalid `idempotency_key_reused` and what
    the gates for texts say.
    """
    reviewed, site = await seen_comment(public_id, token=token, storage=storage)
    earlier = await _replied_before(public_id, reply, token, site, storage)
    if earlier is not None:
        return earlier
    refuse_unfit(reply.text, await rule_book.judging(site))
    now = clock()

    async def unit(tx: Transaction) -> Replied:
        parent, approval = await _answerable(tx, public_id, reply, token, storage, now)
        new = _new_reply(reply, parent, site, reviewed.thread, token, now)
        stored, decision = await tx.add_comment(new)
        return Replied(stored, decision, approval)

    try:
        return await storage.write(unit)
    except Conflict as conflict:
        earlier = await _replied_before(public_id, reply, token, site, storage)
        if earlier is None or conflict.code not in ("idempotency_key_taken", "stale_version"):
            raise
        return earlier


async def _answerable(
    tx: Transaction, public_id: str, reply: Reply, token: Principal, storage: Storage, now: int
) -> tuple[Comment, Decision | None]:
    """The comment as readers see it, with the approval that made them see it if one did."""
    comment = await tx.comment(public_id)
    if comment is None:
        raise NotFound("unknown_comment")
    history = await tx.decisions(public_id)
    if reply.version is not None and reply.version != comment.version:
        raise Conflict("stale_version", "version", decision=history[-1])
    if reply.approve:
        await leave_to_others(comment, token, tx=tx, storage=storage)
        made = ruling(comment, history, Action.APPROVE, actor=actor_of(token), at=now)
        return await tx.decide(comment, made, credit_of(comment, [*history, made]))
    if comment.published is None:
        raise Conflict("not_public", decision=history[-1])
    return comment, None


def _new_reply(
    reply: Reply, parent: Comment, site: Site, thread: Thread, token: Principal, now: int
) -> NewComment:
    public_id = new_public_id()
    key = _key(reply, token)
    return NewComment(
        public_id=public_id,
        site=site,
        # It may have been merged into another since it was read.
        thread=replace(thread, id=parent.thread_id),
        parent=parent,
        author=Author(token.name),
        proof=None,
        network="",
        language=reply.language or parent.language,
        # Nobody holds its edit token: a moderator edits by who he is.
        token_hash=token_hash(secrets.token_urlsafe(32)),
        revision=unjudged(1, reply.text, now),
        findings=(),
        decision=Decision(
            public_id=new_public_id(),
            site_id=site.id,
            comment=public_id,
            revision=1,
            actor=actor_of(token),
            action=Action.APPROVE,
            before=None,
            after=Standing(Status.APPROVED, 1),
            version=0,
            at=now,
        ),
        created_at=now,
        badge=Badge(BadgeWord.MODERATOR, token.public_id),
        idempotency=None
        if key is None
        else IdempotencyRecord(key, _request_hash(parent.public_id, reply), public_id, now),
    )


async def _replied_before(
    parent_id: str, reply: Reply, token: Principal, site: Site, storage: Storage
) -> Replied | None:
    key = _key(reply, token)
    record = None if key is None else await storage.requests.by_key(site.id, key)
    if record is None:
        return None
    if record.request_hash != _request_hash(parent_id, reply):
        raise Invalid("idempotency_key_reused", "Idempotency-Key")
    stored = await storage.comments.by_public_id(record.comment)
    if stored is None:
        return None
    first = (await storage.decisions.of_comment(record.comment))[0]
    decisions = await storage.decisions.of_comment(parent_id)
    approval = next((each for each in decisions if came_with(each, first)), None)
    return Replied(stored, first, approval)


def _key(reply: Reply, token: Principal) -> str | None:
    """The key as kept: with a space in it, which no visitor's has, and each account's its own."""
    return None if reply.key is None else f"reply {token.public_id} {reply.key}"


def _request_hash(parent_id: str, reply: Reply) -> str:
    said = (parent_id, reply.text, reply.approve)
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
