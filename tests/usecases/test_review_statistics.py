"""Figures of how a site is moderated."""

from service.domain.decision import Action
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases.review_statistics import DAY_MS, DAYS, Statistics, review_statistics
from tests.usecases.acting import Desk


async def figures(desk: Desk, *sites: Site) -> Statistics:
    wanted = tuple(site.id for site in sites) or None
    return await review_statistics(wanted, storage=desk.storage, clock=desk.clock)


async def test_each_day_counts_what_people_approved_and_turned_away(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    for action in (Action.APPROVE, Action.APPROVE, Action.SPAM, Action.REJECT):
        posted = await desk.post(f"Tekst van {action}")
        await desk.decide(posted.comment.public_id, action, anna)
    await desk.decide(posted.comment.public_id, Action.RESTORE, anna)
    desk.clock.now += DAY_MS
    posted = await desk.post("Een dag later")
    await desk.decide(posted.comment.public_id, Action.DELETE, anna)

    found = await figures(desk, blog)

    assert len(found.days) == DAYS
    assert [(good, bad) for _, good, bad in found.days[-2:]] == [(2, 2), (0, 1)]
    assert [day for day, _, _ in found.days] == sorted({day for day, _, _ in found.days})


async def test_how_many_wait_and_how_long(desk: Desk) -> None:
    await desk.post("De eerste")
    desk.clock.pass_minutes(90)
    await desk.post("De tweede")

    found = await figures(desk)

    assert found.waiting == 2
    assert found.oldest_ms is not None
    assert 90 * 60_000 <= found.oldest_ms < 91 * 60_000


async def test_other_sites_do_not_count(desk: Desk, open_site: Site) -> None:
    await desk.post("Op het blog")

    assert await figures(desk, open_site) == Statistics(0, None, (await figures(desk)).days)
