"""Records that were linked, as the threads and comments that they would be here."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from service.domain.comment import Status
from service.domain.imported import HELD, PlannedComment, PlannedThread
from service.domain.neutral import ExternalId, NeutralComment, NeutralStatus
from service.domain.neutral_json import comment_from
from service.transfer.plain_text import form_of, plain_text
from service.transfer.twins import twin_of

STATUSES = {
    NeutralStatus.APPROVED: Status.APPROVED,
    NeutralStatus.PENDING: Status.PENDING,
    NeutralStatus.SPAM: Status.SPAM,
    NeutralStatus.TRASH: Status.REJECTED,
    NeutralStatus.DELETED: Status.DELETED,
}
_ANCHORS = {
    "blogger": "c{}",
    "wordpress": "comment-{}",
    "disqus": "comment-{}",
    "isso": "isso-{}",
    "remark42": "remark42__comment-{}",
    "artalk": "atk-comment-{}",
    "commento": "commento-{}",
    "comentario": "comentario-{}",
    "twikoo": "{}",
    "valine": "{}",
    "waline": "{}",
}


def planned_thread(values: Mapping[str, Any]) -> PlannedThread:
    """A page from its JSON values."""
    external = tuple((ExternalId(*names), at) for *names, at in values["external"])
    aliases = tuple(values["aliases"])
    return PlannedThread(**{**values, "aliases": aliases, "external": external})


def planned_comment(
    values: Mapping[str, Any],
    key: str,
    aside: int,
    has_parent: int,
    orphan: int,
    digest: str,
    reached: int,
) -> PlannedComment:
    """A comment from its record's values and what linking found."""
    record = comment_from(values)
    external = record.external
    status = STATUSES[record.status]
    if key.startswith(HELD) and status is Status.APPROVED:
        status = Status.PENDING
    form = form_of(record.body)
    parent = None
    if has_parent and record.parent is not None:
        parent = ExternalId(
            *(record.parent_of or (external.source, external.instance)), record.parent
        )
    return PlannedComment(
        record=record,
        thread=key,
        parent=parent,
        orphan_of=record.parent if orphan else None,
        status=status,
        text=plain_text(record.body) if form else record.body.source,
        source=record.body.source if form else None,
        form=form,
        aside=bool(aside),
        digest=digest,
        anchor=anchor_of(record),
        created_at=reached if record.created_at is None else record.created_at,
        twin=twin_of(record),
    )


def anchor_of(record: NeutralComment) -> str | None:
    """The fragment by which old links name the comment."""
    if record.url is not None:
        try:
            fragment = urlsplit(record.url).fragment
        except ValueError:
            fragment = ""
        if fragment:
            return fragment[:500]
    form = _ANCHORS.get(record.external.source)
    if form is None:
        return None
    id_ = record.external.id.rpartition("/")[2]
    short = id_.rpartition("-")[2] if record.external.source == "blogger" else id_
    return form.format(short)
