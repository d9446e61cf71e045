"""Tell which comments of an import may be here already, from another system or by their readers."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.imported import Bench, Lookalike, Outline, PlannedComment
from service.domain.ports import Storage
from service.domain.site import Site

_EXCERPT = 200


async def tell_lookalikes(
    bench: Bench, site: Site, new: Mapping[int, Outline], *, storage: Storage
) -> None:
    """Says of each of the comments, by their places on the bench, whether one of another source
    stands on the same page by the same name, of the same second and with the same words. It is
    imported all the same: people may say the same twice. Raises Unavailable."""
    dated = {
        place: (each, each.created_at)
        for place, each in new.items()
        if each.created_at is not None and not each.aside
    }
    if not dated:
        return
    seconds = [at // 1000 for _, at in dated.values()]
    between = min(seconds) * 1000, max(seconds) * 1000 + 999
    keys = sorted({each.thread for each, _ in dated.values()})
    here: defaultdict[tuple[str, str | None, int], list[Lookalike]] = defaultdict(list)
    for one in await storage.imports.on_pages(site.id, keys, between):
        here[one.thread, one.author, one.created_at // 1000].append(one)
    for place, (each, at) in dated.items():
        source = each.external.source, each.external.instance
        others = [one for one in here[each.thread, each.author, at // 1000] if one.source != source]
        if others and await _words(bench, place) in [_folded(one.text) for one in others]:
            bench.say(
                Problem(
                    Reason.POSSIBLE_DUPLICATE_OTHER_SOURCE,
                    Outcome.KEPT,
                    about=each.external.id,
                    excerpt=" ".join(others[0].text.split())[:_EXCERPT],
                )
            )


async def _words(bench: Bench, place: int) -> str:
    """The words of the comment at the place."""
    planned = await asyncio.to_thread(bench.planned, place, 1)
    return " ".join(_folded(each.text) for each in planned if isinstance(each, PlannedComment))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
