"""List the approved comments of a page."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.errors import NotFound
from service.domain.page_key import page_address
from service.domain.ports import Renderer, Storage
from service.domain.published import PublishedComment, PublishedPage
from service.domain.site import Site
from service.domain.thread import Thread

EMPTY = PublishedPage((), 0, None)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a thread as readers see it. `thread` None: nobody ever commented here."""

    site: Site
    key: str
    thread: Thread | None
    page: PublishedPage


async def list_comments(
    site_slug: str,
    post: str,
    *,
    sort: str,
    after: tuple[int, int] | None,
    limit: int,
    storage: Storage,
    renderer: Renderer,
) -> Listing:
    """The published comments of `limit` roots, with their HTML. Raises `unknown_site`."""
    site = await storage.sites.by_slug(site_slug)
    if site is None:
        raise NotFound("unknown_site", "site")
    key = page_address(site, post).key
    thread = await storage.threads.by_key(site.id, key)
    if thread is None:
        return Listing(site, key, None, EMPTY)
    page = await storage.comments.page(thread.id, sort, after, limit, renderer.version)
    rendered = await with_html(page.comments, storage=storage, renderer=renderer)
    return Listing(site, thread.key, thread, replace(page, comments=rendered))


async def with_html(
    comments: Sequence[PublishedComment], *, storage: Storage, renderer: Renderer
) -> Sequence[PublishedComment]:
    """The comments with their HTML; what was not rendered yet is rendered off the loop and kept."""
    missing = {
        (comment.id, comment.revision): (comment.text, comment.form)
        for comment in comments
        if comment.html is None and comment.text is not None and comment.revision is not None
    }
    if not missing:
        return comments
    made = await asyncio.to_thread(
        lambda: {place: renderer.render(*meant) for place, meant in missing.items()}
    )
    await storage.comments.keep_html(made, renderer.version)
    return [
        replace(comment, html=made[comment.id, comment.revision])
        if comment.revision is not None and (comment.id, comment.revision) in made
        else comment
        for comment in comments
    ]
