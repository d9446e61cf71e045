"""Imported comments as rows."""

from collections.abc import Mapping
from typing import Any

from service.domain.comment import UNJUDGED, Author, Comment, Revision, Status
from service.domain.decision import Action, Actor, ActorKind, Decision, Standing
from service.domain.finding import Verdict
from service.domain.identity import network_hash, new_public_id
from service.domain.imported import Order, PlannedComment
from service.domain.neutral_json import comment_values
from service.domain.site import Site
from service.domain.vote import esteem
from service.storage.inserts import COMMENTS, comment_row
from service.storage.rows import Cells, Values, folded

CREDITS = {Status.APPROVED: 1, Status.SPAM: -1}
_TAUGHT = {Status.APPROVED: Action.APPROVE, Status.SPAM: Action.SPAM}


def standing(planned: PlannedComment) -> Standing:
    """Where it stands, and that its one text is public if it is."""
    return Standing(planned.status, 1 if planned.status is Status.APPROVED else None)


def new_comment(
    planned: PlannedComment,
    site: Site,
    id_: int,
    thread_id: int,
    above: Comment | None,
    credit: int,
) -> Comment:
    """The comment. `above` is its parent."""
    stands = standing(planned)
    record = planned.record
    return Comment(
        id=id_,
        public_id=new_public_id(),
        site_id=site.id,
        thread_id=thread_id,
        parent_id=None if above is None else above.id,
        root_id=id_ if above is None else above.root_id,
        author=Author(record.author.name, record.author.email, record.author.url),
        identity_id=None,
        network=network_hash(site, record.ip) if record.ip else "",
        status=stands.status,
        version=1,
        current=1,
        published=stands.published,
        language=site.language,
        token_hash="",  # no token has it: nobody can edit by one
        created_at=planned.created_at,
        edited_at=record.edited_at,
        credit=credit,
        cluster=id_,
    )


def comment_cells(comment: Comment, planned: PlannedComment) -> Cells:
    """The row of the comment, with the votes that it had."""
    up, down = planned.record.votes.up, planned.record.votes.down
    row = dict(zip(COMMENTS.columns, comment_row(comment), strict=True)) | {
        "up": up,
        "down": down,
        "esteem": esteem(up, down),
        "removed_by": None if comment.published is not None else "moderator",
    }
    return tuple(row.values())


def revision(planned: PlannedComment) -> Revision:
    """Its text. No rule was asked about it, and nobody's text repeats it."""
    is_held = planned.status is Status.PENDING
    return Revision(
        number=1,
        text=planned.text,
        fingerprint="",
        rule_set=UNJUDGED,
        verdict=(Verdict.HOLD if is_held else Verdict.PUBLISH).value,
        score=0.0,
        context={},
        created_at=planned.created_at,
        source=planned.source,
        form=planned.form,
    )


def decision(
    comment: Comment, planned: PlannedComment, order: Order, before: Standing | None
) -> Decision:
    """The decision that brings it in, at the time when it was written."""
    taught = _TAUGHT.get(planned.status) if order.teaches else None
    return Decision(
        public_id=new_public_id(),
        site_id=comment.site_id,
        comment=comment.public_id,
        revision=1,
        actor=Actor(ActorKind.IMPORT, order.run),
        action=taught or Action.IMPORT,
        before=before,
        after=standing(planned),
        version=0 if before is None else comment.version,
        at=planned.created_at,
    )


def imported_values(
    planned: PlannedComment,
    site_id: int,
    run: str,
    comment_id: int | None,
    version: int,
    *,
    merged: bool = False,
) -> Values:
    """The row that keeps by what name the source knew it; `merged` for a comment that came from
    another source before."""
    external = planned.record.external
    return {
        "site_id": site_id,
        "source": external.source,
        "instance": external.instance,
        "external_id": external.id,
        "comment_id": comment_id,
        "run": run,
        "thread": planned.thread,
        "orphan_of": planned.orphan_of,
        "anchor": planned.anchor,
        "digest": planned.digest,
        "version": version,
        "undone": False,
        "said": {} if merged else _said(planned),
        "twin": None if planned.aside else planned.twin,
        "merged": merged,
    }


def changed_values(comment: Comment, planned: PlannedComment) -> Mapping[str, Any]:
    """What a blank comment gets back."""
    author = comment.author
    return {
        "name": author.name,
        "email": author.email,
        "website": author.website,
        "name_key": folded(author.name),
        "email_key": folded(author.email),
        "network": comment.network,
        "created_at": comment.created_at,
        "edited_at": planned.record.edited_at,
    }


def _said(planned: PlannedComment) -> dict[str, Any]:
    values = comment_values(planned.record)
    if not planned.aside:
        values["body"] = {**values["body"], "source": None}
    return values
