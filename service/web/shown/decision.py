"""Decisions as moderators see them."""

from pydantic import BaseModel, ConfigDict, Field

from service.domain.comment import Status
from service.domain.decision import Action, ActorKind, Decision
from service.web.shown.times import Time, iso


class ShownActor(BaseModel):
    """Who decided. `id` and `name` are a moderator's; the rules and the author have none."""

    model_config = ConfigDict(extra="forbid")

    kind: ActorKind
    id: str | None
    name: str | None


class ShownDecision(BaseModel):
    """One decision. `from` is null for the one that brought the comment in; `version` is the
    comment's version that was judged; `note` is for moderators, `to_author` for the author alone;
    `undoes` names the decision that this one took back, `bulk`
    the bulk job that took it."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True, validate_by_name=True)

    id: str
    comment: str
    action: Action
    before: Status | None = Field(alias="from")
    after: Status = Field(alias="to")
    by: ShownActor
    at: Time
    revision: int
    version: int
    reason: str | None
    note: str | None
    to_author: str | None
    undoes: str | None
    bulk: str | None


class LoggedDecision(ShownDecision):
    """A decision with its link in the site's log."""

    site: str
    previous: str
    hash: str


def shown_decision(decision: Decision) -> ShownDecision:
    """A decision with its actor and the words for where the comment stood and stands."""
    return ShownDecision(
        id=decision.public_id,
        comment=decision.comment,
        action=decision.action,
        before=decision.before.status if decision.before else None,
        after=decision.after.status,
        by=ShownActor(
            kind=decision.actor.kind,
            id=decision.actor.id or None,
            name=decision.actor.name or None,
        ),
        at=iso(decision.at),
        revision=decision.revision,
        version=decision.version,
        reason=decision.reason,
        note=decision.note,
        to_author=decision.to_author,
        undoes=decision.undoes,
        bulk=decision.bulk,
    )


def logged_decision(decision: Decision, site: str) -> LoggedDecision:
    """A decision as the log keeps it."""
    shown = shown_decision(decision)
    return LoggedDecision(**dict(shown), site=site, previous=decision.previous, hash=decision.hash)
