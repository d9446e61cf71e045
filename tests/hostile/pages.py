"""The pages of the ground that can be closed, renamed and merged, and a merge to undo."""

from dataclasses import dataclass

from service.domain.clock import utc_ms
from service.domain.comment import Author, Submission
from service.domain.identity import new_public_id
from service.domain.moderator import TERMINAL
from service.domain.ports import Storage
from service.usecases.merge_threads import merge_threads
from service.usecases.post_comment import post_comment
from service.usecases.rule_book import RuleBook
from service.web.route import Route


@dataclass(frozen=True)
class Pages:
    """`doublet` is to be merged, `merge` to be undone; the rest is about `page`."""

    page: str
    doublet: str
    merge: str

    def id_for(self, route: Route) -> str | None:
        """What the route's `{id}` is, when it is about threads."""
        if "/merges/{id}" in route.path:
            return self.merge
        if "/threads/{id}" in route.path:
            return self.doublet if route.path.endswith("/merge") else self.page
        return None


async def make_pages(storage: Storage, known: Pages | None) -> Pages:
    """New ones, if those that are known were used up."""
    if known is not None and await _stand(storage, known):
        return known
    page, doublet, gone = [await _page(storage) for _ in range(3)]
    merged = await merge_threads(gone, page, by=TERMINAL, storage=storage, clock=utc_ms)
    return Pages(page, doublet, merged.merge)


async def _stand(storage: Storage, known: Pages) -> bool:
    listed = await storage.threads.listed(known.page)
    doublet = await storage.threads.listed(known.doublet)
    if listed is None or doublet is None:
        return False
    merges = await storage.threads.merges(listed.thread.id)
    return known.merge in [each.public_id for each in merges]


async def _page(storage: Storage) -> str:
    posted = await post_comment(
        Submission("blog", f"/{new_public_id()}", "Hallo.", Author("Jan"), "192.0.2.0/24"),
        idempotency_key=None,
        storage=storage,
        clock=utc_ms,
        rule_book=RuleBook(storage),
    )
    return posted.thread.public_id
