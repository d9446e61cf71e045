"""List the newest approved comments of a page, or of a whole site, for those who subscribe."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.errors import NotFound
from service.domain.page_key import page_address
from service.domain.ports import Renderer, Storage
from service.domain.published import FeedEntry
from service.domain.site import Site
from service.domain.thread import Thread
from service.usecases.list_comments import with_html

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Feed:
    """What is newest, the newest first. `thread` None: of the whole site. A page where nobody ever
    commented has a thread that is not stored."""

    site: Site
    thread: Thread | None
    entries: Sequence[FeedEntry]


async def list_feed(
    site_slug: str, post: str | None, *, storage: Storage, renderer: Renderer
) -> Feed:
    """The newest published comments, with their HTML. Raises `unknown_site` and what
    `page_address` does."""
    site = await storage.sites.by_slug(site_slug)
    if site is None:
        raise NotFound("unknown_site", "site")
    if post is None:
        newest = await storage.feeds.of_site(site.id, NEWEST, renderer.version)
        return Feed(site, None, await _rendered(newest, storage, renderer))
    page = page_address(site, post)
    thread = await storage.threads.by_key(site.id, page.key)
    if thread is None:
        return Feed(site, Thread(0, site.id, page.key, page.url), ())
    newest = await storage.feeds.of_thread(thread.id, NEWEST, renderer.version)
    return Feed(site, thread, await _rendered(newest, storage, renderer))


async def _rendered(
    entries: Sequence[FeedEntry], storage: Storage, renderer: Renderer
) -> Sequence[FeedEntry]:
    comments = [entry.comment for entry in entries]
    rendered = await with_html(comments, storage=storage, renderer=renderer)
    return [
        replace(entry, comment=comment) for entry, comment in zip(entries, rendered, strict=True)
    ]
