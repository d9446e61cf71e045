"""Find the comment that an old link means by its anchor: `#c589…`, `#comment-12`, `#isso-3`."""

from dataclasses import dataclass

from service.domain.page_key import page_address
from service.domain.ports import Storage
from service.domain.site import Site

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Anchored:
    """The comment's public id, None when no public one is known by the anchor; and the key of the
    page that it is on now."""

    id: str | None
    post: str


async def find_anchor(site: Site, post: str, anchor: str, *, storage: Storage) -> Anchored:
    """The comment by which an old link to the page ends. Where several were called so, that of the
    page goes first. Raises Invalid `bad_page` and `foreign_page`."""
    key = page_address(site, post).key
    thread = await storage.threads.by_key(site.id, key)
    here = key if thread is None else thread.key
    found = await storage.imports.comment_at(site.id, anchor.removeprefix("#")[:LONGEST])
    for id_, page in sorted(found, key=lambda each: each[1] != here):
        return Anchored(id_, page)
    return Anchored(None, here)
