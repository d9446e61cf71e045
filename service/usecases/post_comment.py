"""Post a comment: judge it, store it with all that led to the verdict, say where it stands."""

import hashlib
from dataclasses import dataclass

from service.domain.comment import Comment, Submission
from service.domain.decision import RULES, Decision, judged
from service.domain.errors import Conflict, Invalid, NotFound, ReactieError
from service.domain.idempotency import IdempotencyRecord
from service.domain.identity import (
    device_proof,
    edit_token,
    new_public_id,
    token_hash,
)
from service.domain.page_key import page_address
from service.domain.ports import Clock, NewComment, Storage
from service.domain.site import Site
from service.domain.thread import Thread
from service.usecases.judge_text import judge_text, refuse_if_asked
from service.usecases.rule_book import RuleBook


@dataclass(frozen=True, slots=True)
class Posted:
    """What the visitor gets: the comment as it now stands, and the token that proves it is his."""

    comment: Comment
    thread: Thread
    token: str


async def post_comment(
    submission: Submission,
    *,
    idempotency_key: str | None,
    storage: Storage,
    clock: Clock,
    rule_book: RuleBook,
) -> Posted:
    """Stores a comment and returns it; when it returns, the comment is on stable storage.

    The same idempotency key with the same submission returns the same comment again. Raises
    NotFound `unknown_site`, Invalid with a gate's code, `unknown_parent`, `foreign_page`,
    `idempotency_key_reused`, and Unavailable.
    """
    site = await storage.sites.by_slug(submission.site)
    if site is None:
        raise NotFound("unknown_site", "site")
    if idempotency_key is not None:
        earlier = await _posted_before(submission, idempotency_key, site, storage)
        if earlier is not None:
            return earlier
    new, token = await _judged_comment(submission, idempotency_key, site, storage, clock, rule_book)
    try:
        comment, _ = await storage.accept(new)
    except ReactieError as error:
        rule_book.memory.take_back(site.id, new.cluster, new.created_at)
        if not isinstance(error, Conflict):
            raise
        earlier = await _posted_before(submission, idempotency_key or "", site, storage)
        if earlier is None:
            raise
        return earlier
    # Another one than it was meant for when that one went into it meanwhile.
    is_known = comment.thread_id == new.thread.id
    thread = new.thread if is_known else await storage.threads.by_id(comment.thread_id)
    return Posted(comment, thread or new.thread, token)


async def _judged_comment(
    submission: Submission,
    idempotency_key: str | None,
    site: Site,
    storage: Storage,
    clock: Clock,
    rule_book: RuleBook,
) -> tuple[NewComment, str]:
    now = clock()
    address = page_address(site, submission.post)
    thread = await storage.threads.by_key(site.id, address.key)
    if thread is None:
        thread = Thread(0, site.id, address.key, address.url, submission.post_title)
    parent = await _public_parent(submission.parent, thread, storage)
    proof = device_proof(site, submission.device)
    identity = await storage.identities.by_proof(site.id, "device", proof) if proof else None
    verdict = await judge_text(
        submission,
        site=site,
        thread=thread,
        identity=identity,
        rule_set=await rule_book.judging(site),
        adviser=await rule_book.adviser(site),
        shadow=await rule_book.shadow(site),
        storage=storage,
        memory=rule_book.memory,
        now=now,
    )
    refuse_if_asked(verdict.judgement)
    rule_book.memory.note(site.id, verdict.likeness, now)
    public_id = new_public_id()
    token = edit_token(site, public_id)
    action, standing = judged(None, verdict.judgement.verdict, 1)
    new = NewComment(
        public_id=public_id,
        site=site,
        thread=thread,
        parent=parent,
        author=submission.author,
        proof=proof,
        network=verdict.context.network,
        language=submission.language or site.language,
        token_hash=token_hash(token),
        revision=verdict.revision(1, submission.text),
        findings=verdict.judgement.findings,
        decision=Decision(
            public_id=new_public_id(),
            site_id=site.id,
            comment=public_id,
            revision=1,
            actor=RULES,
            action=action,
            before=None,
            after=standing,
            version=0,
            at=now,
        ),
        created_at=now,
        cluster=verdict.likeness.cluster,
        suspicion=verdict.suspicion,
        idempotency=None
        if idempotency_key is None
        else IdempotencyRecord(idempotency_key, _request_hash(submission), public_id, now),
    )
    return new, token


async def _public_parent(public_id: str | None, thread: Thread, storage: Storage) -> Comment | None:
    if public_id is None:
        return None
    parent = await storage.comments.by_public_id(public_id)
    if parent is None or parent.published is None or parent.thread_id != thread.id:
        raise Invalid("unknown_parent", "parent")
    return parent


async def _posted_before(
    submission: Submission, key: str, site: Site, storage: Storage
) -> Posted | None:
    record = await storage.requests.by_key(site.id, key)
    if record is None:
        return None
    if record.request_hash != _request_hash(submission):
        raise Invalid("idempotency_key_reused", "Idempotency-Key")
    comment = await storage.comments.by_public_id(record.comment)
    thread = await storage.threads.by_id(comment.thread_id) if comment is not None else None
    if comment is None or thread is None:
        return None
    return Posted(comment, thread, edit_token(site, comment.public_id))


def _request_hash(submission: Submission) -> str:
    said = (
        submission.site,
        submission.post,
        submission.parent,
        submission.author.name,
        submission.author.email,
        submission.author.website,
        submission.text,
        # Who guesses a key, and read the rest on the page, is not its author.
        submission.device,
    )
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
