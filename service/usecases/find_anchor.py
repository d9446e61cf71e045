"""Find the comment that a link means by its anchor: `#c589…`, `#comment-12`, `#isso-3`, or ours."""

import re
from dataclasses import dataclass

from service.domain.page_key import page_address
from service.domain.ports import Storage
from service.domain.site import Site

LONGEST = 500
_OWN = re.compile(r"reactie-([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Anchored:
    """The comment's public id, None when no public one is known by the anchor; and the key of the
    page that it is on now."""

    id: str | None
    post: str


async def find_anchor(site: Site, post: str, anchor: str, *, storage: Storage) -> Anchored:
    """The comment by which a link to the page ends. Where several were called so, that of the page
    goes first. Raises Invalid `bad_page` and `foreign_page`."""
    key = page_address(site, post).key
    thread = await storage.threads.by_key(site.id, key)
    here = key if thread is None else thread.key
    name = anchor.removeprefix("#")[:LONGEST]
    own = _OWN.fullmatch(name)
    if own is not None:
        return await _own(site, own[1], storage) or Anchored(None, here)
    found = await storage.imports.comment_at(site.id, name)
    for id_, page in sorted(found, key=lambda each: each[1] != here):
        return Anchored(id_, page)
    return Anchored(None, here)


async def _own(site: Site, public_id: str, storage: Storage) -> Anchored | None:
    comment = await storage.comments.by_public_id(public_id)
    if comment is None or comment.site_id != site.id or comment.published is None:
        return None
    thread = await storage.threads.by_id(comment.thread_id)
    return None if thread is None else Anchored(public_id, thread.key)
