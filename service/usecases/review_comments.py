"""Read what moderators read: the queue, and one comment with its whole story."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.comment import Revision
from service.domain.comment_ports import QueueFilter, ReviewedComment
from service.domain.decision import Decision
from service.domain.errors import NotFound
from service.domain.finding import Finding
from service.domain.moderator import Principal
from service.domain.ports import Storage
from service.domain.site import Site
from service.usecases.authenticate_token import may_see


@dataclass(frozen=True, slots=True)
class CommentStory:
    """A comment with all its revisions, their findings, and every decision on it."""

    reviewed: ReviewedComment
    revisions: Sequence[tuple[Revision, Sequence[Finding]]]
    decisions: Sequence[Decision]


async def list_queue(
    wanted: QueueFilter,
    *,
    site_slug: str | None,
    folded: bool = False,
    after: int | None,
    limit: int,
    token: Principal,
    storage: Storage,
) -> tuple[Sequence[ReviewedComment], int | None]:
    """A page of the comments asked for, on the principal's sites only; of pending ones that say
    nearly the same only the first when `folded`. Raises `unknown_site`."""
    sites = await visible_sites(site_slug, token=token, storage=storage)
    read = storage.comments.clusters if folded else storage.comments.queue
    return await read(replace(wanted, site_ids=sites), after, limit)


async def list_suspects(
    wanted: QueueFilter,
    *,
    site_slug: str | None,
    after: tuple[int, int] | None,
    limit: int,
    token: Principal,
    storage: Storage,
) -> tuple[Sequence[ReviewedComment], tuple[int, int] | None]:
    """The same, the most suspicious first. Raises `unknown_site`."""
    sites = await visible_sites(site_slug, token=token, storage=storage)
    return await storage.comments.suspects(replace(wanted, site_ids=sites), after, limit)


async def show_comment(public_id: str, *, token: Principal, storage: Storage) -> CommentStory:
    """One comment with its story. Raises NotFound `unknown_comment`."""
    reviewed = await storage.comments.reviewed(public_id)
    if reviewed is None or not may_see(token, reviewed.comment):
        raise NotFound("unknown_comment")
    revisions = await storage.comments.revisions(reviewed.comment.id)
    return CommentStory(reviewed, revisions, await storage.decisions.of_comment(public_id))


async def seen_comment(
    public_id: str, *, token: Principal, storage: Storage
) -> tuple[ReviewedComment, Site]:
    """One comment with its site. Raises NotFound `unknown_comment`."""
    reviewed = await storage.comments.reviewed(public_id)
    site = None if reviewed is None else await storage.sites.by_id(reviewed.comment.site_id)
    if reviewed is None or site is None or not may_see(token, reviewed.comment):
        raise NotFound("unknown_comment")
    return reviewed, site


async def visible_sites(
    slug: str | None, *, token: Principal, storage: Storage
) -> tuple[int, ...] | None:
    """The ids of the sites to look at: the named one, the principal's, or all (None)."""
    if slug is None:
        return token.roles.sites
    site = await storage.sites.by_slug(slug)
    if site is None or token.roles.on(site.id) is None:
        raise NotFound("unknown_site", "site")
    return (site.id,)
