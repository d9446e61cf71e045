"""Gather everything that was said on a site, in an order that is always the same."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.domain.comment import Status
from service.domain.exported import ExportedComment, ExportedPage, KeptComment, KeptThread
from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    Kind,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    Votes,
)
from service.domain.neutral_json import comment_from
from service.domain.ports import Storage
from service.domain.site import Site

OWN = "reactie"
"""The source of what was written here; the site's slug is the instance."""

_STATUSES = {
    Status.APPROVED: NeutralStatus.APPROVED,
    Status.PENDING: NeutralStatus.PENDING,
    Status.SPAM: NeutralStatus.SPAM,
    Status.REJECTED: NeutralStatus.TRASH,
    Status.DELETED: NeutralStatus.DELETED,
}


@dataclass(frozen=True, slots=True)
class _Placed:
    record: NeutralComment
    id: int | None
    parent_id: int | None
    level: int = 0

    @property
    def rank(self) -> tuple[int, int, str, str, str]:
        external = self.record.external
        at = self.record.created_at or 0
        return (self.level, at, external.source, external.instance, external.id)


async def export_comments(site: Site, *, storage: Storage) -> AsyncIterator[ExportedPage]:
    """Page by page in the order of their keys, those with comments and those that are closed. What
    came by an import and was touched by nobody is as it came. Raises Unavailable."""
    for kept in await storage.exports.threads(site.id):
        found = await storage.exports.comments(kept.thread.id)
        aside = await storage.exports.aside(kept.thread.id)
        page = _page(site, kept, found, [comment_from(values) for values in aside])
        if page.comments or page.closed:
            yield page


def _page(
    site: Site, kept: KeptThread, found: Sequence[KeptComment], aside: Sequence[NeutralComment]
) -> ExportedPage:
    thread = kept.thread
    external = [each for each, _ in kept.external]
    mine = (e for e in external if (e.source, e.instance) == (OWN, site.slug))
    own = next(mine, ExternalId(OWN, site.slug, thread.key))
    if own not in external and (not external or any(each.said is None for each in found)):
        external.append(own)
    created = [at for _, at in kept.external if at is not None]
    is_made_here = not kept.external
    return ExportedPage(
        key=thread.key,
        url=thread.url,
        title=thread.title,
        closed=thread.closed_at is not None,
        created_at=kept.created_at if is_made_here else min(created, default=None),
        aliases=kept.aliases,
        external=tuple(sorted(external, key=lambda e: (e.source, e.instance, e.id))),
        comments=_ordered(_records(found, own), aside),
    )


def _records(found: Sequence[KeptComment], own: ExternalId) -> Sequence[_Placed]:
    records = {
        each.id: _written_here(each, own) if each.said is None else _brought_along(each, each.said)
        for each in found
    }
    placed = []
    for each in found:
        record = records[each.id]
        parent = None if each.parent_id is None else records.get(each.parent_id)
        if each.said is None and parent is not None:
            record = _below(record, parent.external)
        placed.append(_Placed(record, each.id, each.parent_id if parent is not None else None))
    return placed


def _written_here(each: KeptComment, own: ExternalId) -> NeutralComment:
    return _as_it_stands(
        each,
        NeutralComment(
            external=replace(own, id=each.public_id),
            thread=own.id,
            body=Body(each.text, BodyFormat.MARKDOWN),
            status=NeutralStatus.PENDING,
            created_at=each.created_at,
            author=NeutralAuthor(site_owner=each.is_own),
        ),
    )


def _brought_along(each: KeptComment, said: Mapping[str, Any]) -> NeutralComment:
    text = each.text if each.source is None else each.source
    record = comment_from(said, text)
    if each.touched:
        if each.revision > 1:
            record = replace(record, body=Body(each.text, BodyFormat.MARKDOWN))
        return _as_it_stands(each, record)
    return replace(record, votes=replace(record.votes, up=each.up, down=each.down))


def _as_it_stands(each: KeptComment, record: NeutralComment) -> NeutralComment:
    status = NeutralStatus.APPROVED if each.is_public else _STATUSES[each.status]
    author = replace(record.author, name=each.name, email=each.email, url=each.website)
    body = replace(record.body, source="") if status is NeutralStatus.DELETED else record.body
    return replace(
        record,
        status=status,
        author=author,
        body=body,
        edited_at=each.edited_at,
        votes=Votes(each.up, each.down, record.votes.score),
    )


def _below(record: NeutralComment, parent: ExternalId) -> NeutralComment:
    of = (parent.source, parent.instance)
    is_other = of != (record.external.source, record.external.instance)
    return replace(record, parent=parent.id, parent_of=of if is_other else None)


def _ordered(
    placed: Sequence[_Placed], aside: Sequence[NeutralComment]
) -> Sequence[ExportedComment]:
    """Each after its parent, then by time, then by name."""
    levels: dict[int | None, int] = {None: -1}
    parents = {each.id: each.parent_id for each in placed}
    for start in parents:
        way: list[int | None] = []
        at: int | None = start
        while at not in levels:
            way.append(at)
            at = parents[at]
        for each in reversed(way):
            levels[each] = levels[parents[each]] + 1
    every = [replace(each, level=levels[each.id]) for each in placed]
    every += [_Placed(record, None, None) for record in aside]
    every.sort(key=lambda each: each.rank)
    places = {each.id: place for place, each in enumerate(every) if each.id is not None}
    return [
        ExportedComment(each.record, None if each.parent_id is None else places[each.parent_id])
        for each in every
    ]


def is_public(record: NeutralComment) -> bool:
    """Whether readers see it, or would if its page were public."""
    return record.status is NeutralStatus.APPROVED and record.kind is Kind.COMMENT
