"""Comments as moderators see them."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from service.domain.comment import BadgeWord, Revision, Status
from service.domain.comment_ports import ReviewedComment
from service.domain.decision import Decision
from service.domain.finding import Finding, Outcome, Verdict
from service.locales import text, when
from service.usecases.review_comments import CommentStory
from service.web.shown.concerns import ShownAppeal, ShownReport, shown_appeal, shown_reports
from service.web.shown.decision import LoggedDecision, ShownDecision, shown_decision
from service.web.shown.times import Time, iso, iso_or_none


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReviewedPage(_Shown):
    """The page a comment stands on."""

    key: str
    title: str | None
    url: str | None


class ReviewedAuthor(_Shown):
    """What the author typed, and whether and how he is known. `approved` and `rejected` count
    people's decisions on comments of the same proven identity. `network` is a keyed name for where
    he wrote from: equal for equal networks, and good to block one (`blocked_author`). `badge` is
    `moderator` for replies of the site's own moderators, null for visitors."""

    name: str | None
    email: str | None
    website: str | None
    proven: bool
    approved: int
    rejected: int
    network: str
    badge: BadgeWord | None


class ShownMatch(_Shown):
    """The characters of a field that a rule means; places count code points."""

    field: str
    start: int
    end: int
    text: str


class ShownFinding(_Shown):
    """What a rule found. `shadow`: it had no vote. `failed`: the rule itself broke."""

    rule: str
    version: int
    outcome: Outcome
    weight: float
    sentence: str
    shadow: bool
    failed: bool
    matches: list[ShownMatch]


class Card(_Shown):
    """A comment in the queue: its newest text with what the rules found in it. `published` says
    whether readers see some text of it now: perhaps an older one. Comments with the same `cluster`
    say nearly the same; `similar` counts the others that wait, where the queue is folded.
    `suspicion`: how likely it is bad, 0 to 1, as far as rules and model can tell. Of `reports`
    there are those that nobody has dealt with, newest first."""

    id: str
    version: int
    site: str
    status: Status
    published: bool
    post: ReviewedPage
    author: ReviewedAuthor
    text: str
    created_at: Time
    edited_at: Time | None
    verdict: Verdict
    score: float
    findings: list[ShownFinding]
    cluster: str
    similar: int | None
    suspicion: float
    reports: list[ShownReport]
    appeal: ShownAppeal | None


class Queue(_Shown):
    """A page of comments for moderators."""

    items: list[Card]
    next: str | None


class ShownRevision(_Shown):
    """One text of a comment, with its judgement."""

    number: int
    text: str
    verdict: Verdict
    score: float
    rule_set: int
    created_at: Time
    findings: list[ShownFinding]


class Story(_Shown):
    """A comment with all its texts and every decision on it, both oldest first."""

    comment: Card
    revisions: list[ShownRevision]
    decisions: list[ShownDecision]


class Decided(_Shown):
    """A decision just taken, and the comment as it stands now."""

    decision: ShownDecision
    comment: Card


class ShownReply(_Shown):
    """A moderator's reply just given, the comment that it answers as it stands now, and the
    decision that approved that one, null where it was public already."""

    reply: Card
    comment: Card
    decision: ShownDecision | None


class Log(_Shown):
    """A page of the log, newest first."""

    items: list[LoggedDecision]
    next: str | None


def card(reviewed: ReviewedComment, language: str) -> Card:
    """A comment for the queue, its sentences in the moderator's language."""
    comment, identity = reviewed.comment, reviewed.identity
    return Card(
        id=comment.public_id,
        version=comment.version,
        site=reviewed.site,
        status=comment.status,
        published=comment.published is not None,
        post=ReviewedPage(
            key=reviewed.thread.key, title=reviewed.thread.title, url=reviewed.thread.url
        ),
        author=ReviewedAuthor(
            name=comment.author.name,
            email=comment.author.email,
            website=comment.author.website,
            proven=identity is not None,
            approved=identity.approved if identity else 0,
            rejected=identity.rejected if identity else 0,
            network=comment.network,
            badge=comment.badge.word if comment.badge else None,
        ),
        text=reviewed.revision.text,
        created_at=iso(comment.created_at),
        edited_at=iso_or_none(comment.edited_at),
        verdict=Verdict(reviewed.revision.verdict),
        score=reviewed.revision.score,
        findings=shown_findings(reviewed.findings, language),
        cluster=format(comment.cluster, "x"),
        similar=reviewed.similar,
        suspicion=comment.suspicion / 1_000,
        reports=shown_reports(reviewed),
        appeal=None if reviewed.appeal is None else shown_appeal(reviewed.appeal),
    )


def shown_reply(
    reply: ReviewedComment, answered: ReviewedComment, approval: Decision | None, language: str
) -> ShownReply:
    """A reply with what it answers."""
    return ShownReply(
        reply=card(reply, language),
        comment=card(answered, language),
        decision=None if approval is None else shown_decision(approval),
    )


def story(whole: CommentStory, language: str) -> Story:
    """A comment with its whole story."""
    return Story(
        comment=card(whole.reviewed, language),
        revisions=[
            _revision(revision, findings, language) for revision, findings in whole.revisions
        ],
        decisions=[shown_decision(decision) for decision in whole.decisions],
    )


def _revision(revision: Revision, findings: Sequence[Finding], language: str) -> ShownRevision:
    return ShownRevision(
        number=revision.number,
        text=revision.text,
        verdict=Verdict(revision.verdict),
        score=revision.score,
        rule_set=revision.rule_set,
        created_at=iso(revision.created_at),
        findings=shown_findings(findings, language),
    )


def shown_findings(findings: Sequence[Finding], language: str) -> list[ShownFinding]:
    """Findings, their sentences in the moderator's language."""
    return [
        ShownFinding(
            rule=finding.rule,
            version=finding.version,
            outcome=finding.outcome,
            weight=finding.weight,
            sentence=_sentence(finding, language),
            shadow=finding.shadow,
            failed=finding.failed,
            matches=[
                ShownMatch(field=match.field, start=match.start, end=match.end, text=match.text)
                for match in finding.matches
            ],
        )
        for finding in findings
    ]


def _sentence(finding: Finding, language: str) -> str:
    if finding.failed:
        return text(language, "finding.failed", rule=finding.rule)
    said: dict[str, object] = dict(finding.params)
    variant = f"_{said['variant']}" if "variant" in said else ""
    if "kind" in said:
        said["kind"] = text(language, f"mark.{said['kind']}")
    if "until" in said:
        said["until"] = when(language, int(finding.params["until"]))
    return text(language, f"rule.{finding.rule}.finding{variant}", **said)
