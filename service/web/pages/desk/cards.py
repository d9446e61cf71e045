"""Comments as the desk's cards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from service.domain.comment import Comment, Status
from service.domain.comment_ports import ReviewedComment
from service.domain.decision import Action, Decision
from service.domain.finding import Finding, Outcome
from service.domain.moderator import Acting, Role
from service.locales import text, when
from service.web.pages.desk.concerns import AppealPart, ReportsPart, appeal_part, reports_part
from service.web.pages.desk.pieces import Piece, marked_pieces, seen_of
from service.web.shown.review import shown_findings
from service.web.shown.times import iso

EXCERPT = 80
_KINDS = {Outcome.REJECT: "rejects", Outcome.PUBLISH: "publishes"}
_ACTS: dict[Status, tuple[tuple[str, str], ...]] = {
    Status.PENDING: (("approve", "good"), ("reject", ""), ("spam", "bad"), ("delete", "plain")),
    Status.APPROVED: (("reject", ""), ("spam", "bad"), ("delete", "plain")),
    Status.REJECTED: (("approve", "good"), ("spam", "bad"), ("delete", "plain")),
    Status.SPAM: (("approve", "good"), ("restore", ""), ("delete", "plain")),
    Status.DELETED: (("restore", ""),),
}
_KEEP = ("keep", "good")


@dataclass(frozen=True, slots=True)
class Act:
    """A button; `kind` is its look, `does` what the key that presses it stands for."""

    action: str
    kind: str

    @property
    def does(self) -> str:
        """To keep is to approve once more."""
        return "approve" if self.action == "keep" else self.action


@dataclass(frozen=True, slots=True)
class Writing:
    """A form for words of the moderator's own: `reply`, `approve_reply` or `edit`. `text` is what
    stands in it, `does` the key's act that opens it."""

    kind: str
    does: str
    text: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a comment waits, or does not: a rule's finding in words."""

    name: str
    kind: str
    weight: str
    sentence: str
    shadow: bool
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The comment that this one answers, in a line."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DeskCard:
    """All that a card shows, in the moderator's language. `edited` is what to say of an
    edit. Where `appeal` waits for an answer, that is the act, and there is no other."""

    id: str
    version: int
    site: str
    status: str
    status_shown: bool
    name: str
    badge: str | None
    email: str | None
    website: str | None
    proven: bool
    approved: int
    rejected: int
    network: str
    title: str
    url: str | None
    at: str
    moment: str
    pieces: Sequence[Piece]
    reasons: Sequence[Reason]
    acts: tuple[Act, ...]
    writings: tuple[Writing, ...]
    similar: int | None
    cluster_path: str
    edited: str | None
    can_decide: bool
    reports: ReportsPart | None
    appeal: AppealPart | None
    answers: Answered | None = None
    notice: str | None = None


def desk_card(
    reviewed: ReviewedComment,
    language: str,
    by: Acting,
    *,
    status_shown: bool = False,
    notice: str | None = None,
    pieces: Sequence[Piece] | None = None,
    answers: Answered | None = None,
    history: Sequence[Decision] = (),
    written: tuple[str, str] | None = None,
    is_others: bool = False,
) -> DeskCard:
    """A comment's card, with the acts that its status, its history as far as it is given, and the
    moderator's role allow. `written`: what was typed into which of its forms; `is_others`: another
    moderator is to answer its author's appeal."""
    comment, identity, thread = reviewed.comment, reviewed.identity, reviewed.thread
    role = by.roles.on(comment.site_id)
    can_decide = role is not None and role.covers(Role.MODERATOR)
    is_withdrawn = any(each.action is Action.WITHDRAW for each in history)
    cluster = {"status": "pending", "cluster": format(comment.cluster, "x")}
    return DeskCard(
        id=comment.public_id,
        version=comment.version,
        site=reviewed.site,
        status=comment.status.value,
        status_shown=status_shown,
        name=name_of(reviewed, language),
        badge=text(language, f"page.badge_{comment.badge.word.value}") if comment.badge else None,
        email=comment.author.email,
        website=comment.author.website,
        proven=identity is not None,
        approved=identity.approved if identity else 0,
        rejected=identity.rejected if identity else 0,
        network=comment.network,
        title=thread.title or thread.key,
        url=thread.url if (thread.url or "").startswith(("http://", "https://")) else None,
        at=when(language, comment.created_at),
        moment=iso(comment.created_at),
        pieces=pieces or marked_pieces(reviewed.revision.text, reviewed.findings),
        reasons=reasons_of(reviewed.findings, language),
        # What its author took back nobody brings back.
        acts=() if is_withdrawn else _acts(reviewed),
        writings=() if is_withdrawn or not can_decide else _writings(reviewed, by, written),
        similar=reviewed.similar,
        cluster_path=f"/moderate/queue?{urlencode(cluster)}",
        edited=_edited(comment, language, marked=pieces is not None),
        can_decide=can_decide,
        reports=reports_part(reviewed, language),
        appeal=appeal_part(reviewed.appeal, language, is_others=is_others),
        answers=answers,
        notice=notice,
    )


def _acts(reviewed: ReviewedComment) -> tuple[Act, ...]:
    if reviewed.appeal is not None and reviewed.appeal.is_open:
        return ()
    status = reviewed.comment.status
    keeps = status is Status.APPROVED and reviewed.reports
    return tuple(Act(*each) for each in ((_KEEP,) if keeps else ()) + _ACTS[status])


def _writings(
    reviewed: ReviewedComment, by: Acting, written: tuple[str, str] | None
) -> tuple[Writing, ...]:
    """A reply to what is public or waits, an edit of what the moderator wrote himself."""
    comment = reviewed.comment
    made = []
    if comment.status in (Status.PENDING, Status.APPROVED):
        approves = comment.status is Status.PENDING
        made.append(Writing("approve_reply" if approves else "reply", "reply"))
    if comment.published is not None and comment.badge and comment.badge.account == by.public_id:
        made.append(Writing("edit", "edit", reviewed.revision.text))
    if written is None:
        return tuple(made)
    does, said = written
    if not any(each.does == does for each in made):
        # What was typed is there again, even where it cannot be sent any more as things stand.
        made.append(Writing("approve_reply" if does == "reply" else "edit", does))
    return tuple(
        replace(each, text=said, is_open=True) if each.does == does else each for each in made
    )


def reasons_of(findings: Sequence[Finding], language: str) -> list[Reason]:
    """What the rules found, each in the words that its rule has for it."""
    shown = shown_findings(findings, language)
    return [
        Reason(
            name=text(language, f"rule.{finding.rule}.title"),
            kind=_kind(finding),
            weight=f"{finding.weight:+g}" if finding.weight else "",
            sentence=each.sentence,
            shadow=finding.shadow,
            matches=tuple(match.text for match in each.matches),
        )
        for finding, each in zip(findings, shown, strict=True)
    ]


def name_of(reviewed: ReviewedComment, language: str) -> str:
    """What the author calls himself."""
    return reviewed.comment.author.name or text(language, "page.anonymous")


def excerpt_of(reviewed: ReviewedComment) -> str:
    """The beginning of the text, on one line."""
    line = " ".join(seen_of(reviewed.revision.text).split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


def _edited(comment: Comment, language: str, *, marked: bool) -> str | None:
    if comment.edited_at is None:
        return None
    return text(language, "desk.edited_marked" if marked else "desk.edited")


def _kind(finding: Finding) -> str:
    if finding.failed:
        return "failed"
    return "shadow" if finding.shadow else _KINDS.get(finding.outcome, "")
