"""What is before a comment that waits, and how long the last ones waited."""

from service.storage import SqlStorage
from tests.storage.making import Maker


async def test_only_what_waits_and_came_before_on_the_same_site_is_ahead(
    storage: SqlStorage, make: Maker
) -> None:
    other = await make.site("other")
    await make.comment(published=False, site=other)
    await make.comment(published=True)
    first = await make.comment(published=False)
    second = await make.comment(published=False)
    await make.comment(published=False)

    assert await storage.comments.ahead(first, 10) == 0
    assert await storage.comments.ahead(second, 10) == 1
    assert await storage.comments.ahead(second, 0) == 0


async def test_waits_are_those_that_people_ended_newest_first(
    storage: SqlStorage, make: Maker
) -> None:
    assert make.the_site is not None
    slow = await make.comment(published=False)
    fast = await make.comment(published=False)
    await make.comment(published=True)
    make.clock.now = fast.created_at + 4_000
    await make.approve(fast)
    make.clock.now = slow.created_at + 59_000
    await make.reject(slow)

    waits = await storage.decisions.waits(make.the_site.id, 10)

    assert waits == [60_000, 5_000]
    assert await storage.decisions.waits(make.the_site.id, 1) == [60_000]
