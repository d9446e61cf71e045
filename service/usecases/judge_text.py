"""Judge a text: gather what the rules may see, and let them speak."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from service.domain.comment import Comment, Revision, Submission
from service.domain.errors import Invalid
from service.domain.finding import Verdict
from service.domain.identity import Identity, network_hash
from service.domain.ports import Storage
from service.domain.site import Site
from service.domain.thread import Thread
from service.rules.contract import Adviser, Context
from service.rules.engine import Judgement, judge, view
from service.rules.recognition import Likeness
from service.rules.replay import finding_summary
from service.rules.rule_set import RuleSet
from service.rules.suspicion import suspicion
from service.rules.text.sketch import sketch_of
from service.usecases.kept_out import kept_out
from service.usecases.namesakes import namesakes
from service.usecases.text_memory import WINDOW_MS, TextMemory

AUDITED_ONE_IN = 20
"""Of so many texts that the learned model could publish, one goes to a person all the same."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement with what it was made from."""

    judgement: Judgement
    context: Context
    fingerprint: str
    likeness: Likeness
    rule_set: int
    suspicion: int
    shadow: dict[str, Any] | None = None

    def revision(self, number: int, text: str) -> Revision:
        """The text as a revision that carries this judgement."""
        return Revision(
            number=number,
            text=text,
            fingerprint=self.fingerprint,
            rule_set=self.rule_set,
            verdict=self.judgement.verdict.value,
            score=self.judgement.score,
            context=self.context.snapshot(),
            created_at=self.context.now,
            shadow=self.shadow,
        )


async def judge_text(
    submission: Submission,
    *,
    site: Site,
    thread: Thread,
    identity: Identity | None,
    rule_set: RuleSet,
    storage: Storage,
    memory: TextMemory,
    now: int,
    edited: Comment | None = None,
    adviser: Adviser | None = None,
    shadow: RuleSet | None = None,
) -> Judged:
    """Judges a submission by the rule set, in the context that storage knows of its author, with
    the opinion of the site's learned model, if it has one. What a `shadow` rule set says of it is
    noted and changes nothing. `edited` is the comment whose text it is to be."""
    subject = view(submission.author, submission.text)
    # All that needs no answer of the database is done before it is asked.
    fingerprint, sketch = subject.views.fingerprint, sketch_of(subject.views.text)
    repeats = await storage.comments.repeats(site.id, fingerprint, now - WINDOW_MS)
    network = network_hash(site, submission.network) if edited is None else edited.network
    blocks = await storage.authors.blocks(site.id)
    passes_for = await namesakes(subject.views.name, site, storage)
    recognition = await memory.of_site(site.id, now)
    # From here on nothing is waited for: of many posts at once, each knows of those before it.
    likeness = recognition.place(
        sketch,
        now,
        now - WINDOW_MS,
        own=edited.cluster if edited else None,
    )
    context = Context(
        now=now,
        language=submission.language or site.language,
        moderation=site.moderation,
        thread_closed=thread.closed_at is not None,
        proven=identity is not None,
        approved=identity.approved if identity else 0,
        rejected=identity.rejected if identity else 0,
        network=network,
        kept_out=kept_out(blocks, identity, network, submission.author, now),
        namesakes=passes_for,
        repeats=repeats,
        similar=likeness.similar,
        trap=submission.trap,
        form_age_ms=submission.form_age_ms,
        over_budget=submission.over_budget,
        own_hosts=site.hosts,
        is_edit=edited is not None,
        audited=adviser is not None and _is_audited(site, fingerprint, now),
    )
    judgement = judge(rule_set, subject, context, adviser)
    if judgement.opinion is not None:
        context = replace(context, opinion=judgement.opinion)
    doubt = suspicion(judgement, rule_set.hold_at)
    tried = None if shadow is None else _tried(shadow, judge(shadow, subject, context, adviser))
    return Judged(judgement, context, fingerprint, likeness, rule_set.version, doubt, tried)


def _tried(shadow: RuleSet, judgement: Judgement) -> dict[str, Any]:
    return {
        "rule_set": shadow.version,
        "verdict": judgement.verdict.value,
        "score": judgement.score,
        "findings": [finding_summary(finding) for finding in judgement.findings],
    }


def _is_audited(site: Site, fingerprint: str, now: int) -> bool:
    """A draw that nobody outside can foretell, and that is the same for the same text and time."""
    drawn = hashlib.blake2b(f"{fingerprint} {now}".encode(), key=site.secret[:64], digest_size=4)
    return int.from_bytes(drawn.digest()) % AUDITED_ONE_IN == 0


def refuse_if_asked(judgement: Judgement) -> None:
    """Raises Invalid with the gate's code and field when the verdict is to refuse."""
    if judgement.verdict is Verdict.REFUSE and judgement.refusal is not None:
        refusal = judgement.refusal
        raise Invalid(refusal.code or "refused", refusal.field, **refusal.params)
