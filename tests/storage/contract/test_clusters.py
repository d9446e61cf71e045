"""Comments that say nearly the same, and decisions that were taken in bulk."""

from dataclasses import replace

import pytest

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action, Standing
from service.domain.judged_text import SeenText
from service.domain.ports import Transaction
from service.storage import SqlStorage
from tests.storage.making import LINKS, Maker

PENDING = QueueFilter(status=Status.PENDING)


async def folded(
    storage: SqlStorage, wanted: QueueFilter = PENDING, limit: int = 50
) -> list[tuple[str, int | None]]:
    """The text and the number of similar ones of each cluster, over all pages."""
    found: list[tuple[str, int | None]] = []
    after: int | None = None
    while True:
        page, after = await storage.comments.clusters(wanted, after, limit)
        found += [(one.revision.text, one.similar) for one in page]
        if after is None:
            return found


async def test_without_a_cluster_a_comment_is_in_one_of_its_own(make: Maker) -> None:
    one, other = await make.comment(), await make.comment()

    assert (one.cluster, other.cluster) == (one.id, other.id)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 50])
async def test_of_each_cluster_the_first_is_shown_with_how_many_there_are(
    storage: SqlStorage, make: Maker, newest_first: bool, limit: int
) -> None:
    for text, cluster in (("a", 7), ("b", 5), ("a2", 7), ("c", 9), ("a3", 7)):
        await make.comment(text=text, cluster=cluster, published=False)

    shown = await folded(storage, replace(PENDING, newest_first=newest_first), limit)

    in_order = [("b", 0), ("a", 2), ("c", 0)]
    assert shown == (in_order[::-1] if newest_first else in_order)


async def test_only_what_waits_is_folded(storage: SqlStorage, make: Maker) -> None:
    await make.comment(text="openbaar", cluster=7)
    await make.comment(text="wacht", cluster=7, published=False)

    assert await folded(storage) == [("wacht", 0)]


async def test_only_what_is_asked_for_is_folded(storage: SqlStorage, make: Maker) -> None:
    other = await make.site("other")
    here = await make.comment(text="een", cluster=7, published=False, findings=[LINKS])
    await make.comment(text="twee", cluster=7, published=False, findings=[])
    await make.comment(text="daar", cluster=7, published=False, site=other, findings=[])

    assert await folded(storage, replace(PENDING, rule="many_links")) == [("een", 0)]
    assert await folded(storage, replace(PENDING, site_ids=(here.site_id,))) == [("een", 1)]
    assert sorted(await folded(storage)) == [("daar", 0), ("een", 1)]


async def test_a_cluster_can_be_asked_for(storage: SqlStorage, make: Maker) -> None:
    for cluster in (7, 8, 7):
        await make.comment(cluster=cluster, published=False)

    found, _ = await storage.comments.queue(replace(PENDING, cluster=7), None, 50)

    assert [one.comment.cluster for one in found] == [7, 7]
    assert await storage.comments.count(replace(PENDING, cluster=7)) == 2


async def test_what_came_in_or_was_changed_later_can_be_left_out(
    storage: SqlStorage, make: Maker
) -> None:
    first, changed, _elsewhere = [
        await make.comment(published=False, site=site)
        for site in (None, None, await make.site("other"))
    ]
    seen, _ = await storage.decisions.head(first.site_id)
    await make.comment(published=False)
    await make.decide(changed, Action.RESTORE, Status.PENDING, None, 0)

    wanted = QueueFilter(site_ids=(first.site_id,), status=Status.PENDING, seen=seen)

    assert await storage.comments.matching(wanted, 0, 50) == [(first.id, first.public_id, 1)]
    assert await storage.comments.count(wanted) == 1
    assert await storage.comments.matching(wanted, first.id, 50) == []


async def test_what_waits_can_be_read_from_a_place_on(storage: SqlStorage, make: Maker) -> None:
    await make.comment(text="openbaar")
    made = [await make.comment(text=text, published=False) for text in "abc"]
    seen = [
        SeenText(one.id, one.cluster, text, one.created_at)
        for one, text in zip(made, "abc", strict=True)
    ]
    site = made[0].site_id

    assert await storage.history.waiting(site, 0, 50) == seen
    assert await storage.history.waiting(site, 0, 2) == seen[1:]
    assert await storage.history.waiting(site, made[1].id, 50) == seen[2:]


async def test_the_decisions_of_a_bulk_job_are_found_in_order(
    storage: SqlStorage, make: Maker
) -> None:
    made = [await make.comment(published=False) for _ in range(3)]
    taken = []
    for number, comment in enumerate(made):
        decision = make.decision(
            comment,
            Action.SPAM,
            Standing(Status.SPAM, None),
            bulk=None if number == 1 else "job",
        )

        async def unit(tx: Transaction, *, public_id: str = comment.public_id) -> None:
            current = await tx.comment(public_id)
            assert current is not None
            await tx.decide(current, decision, -1)  # noqa: B023 -- run at once

        await storage.write(unit)
        taken.append(decision.public_id)

    found = await storage.decisions.of_bulk("job", 0, 50)

    assert [decision.public_id for _, decision in found] == [taken[0], taken[2]]
    assert [decision.bulk for _, decision in found] == ["job", "job"]
    rest = await storage.decisions.of_bulk("job", found[0][0], 50)
    assert rest == found[1:]
