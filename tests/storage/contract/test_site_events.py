"""What happened to sites apart from decisions: kept in order, chained, read by page."""

from dataclasses import replace

import pytest

from service.domain.errors import ReactieError
from service.domain.ports import Transaction
from service.domain.site import Site
from service.domain.site_event import SiteAct, SiteEvent
from service.storage import SqlStorage
from service.usecases.verify_log import LogReport, verify_log
from tests.storage.making import START, Maker


def an_event(site: Site, public_id: str, **given: object) -> SiteEvent:
    made = SiteEvent(public_id, site.id, START, SiteAct.RULE_SET_ACTIVE, "tok", "Anna", "3", "3")
    return replace(made, **given)  # type: ignore[arg-type]


async def log(storage: SqlStorage, *events: SiteEvent) -> list[SiteEvent]:
    async def unit(tx: Transaction) -> list[SiteEvent]:
        return [await tx.log_site_event(event) for event in events]

    return await storage.write(unit)


async def test_an_event_is_kept_as_it_was_told(storage: SqlStorage, site: Site) -> None:
    details = {"was": "draft", "list": [1, {"é": None}], "n": 2}

    [logged] = await log(storage, an_event(site, "e1", details=details, undoes="e0"))

    kept = await storage.site_events.by_public_id("e1")
    assert kept == logged
    assert (logged.details, logged.undoes, logged.previous) == (details, "e0", "")
    assert await storage.site_events.by_public_id("e2") is None


async def test_events_of_a_site_are_chained_and_its_end_is_noted(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    other = await make.site("other")
    first, beside, second = await log(
        storage, an_event(site, "e1"), an_event(other, "e2"), an_event(site, "e3")
    )

    chain = await storage.site_events.chain(site.id, 0, 10)

    assert chain == [(1, first), (2, second)]
    assert (second.previous, beside.previous) == (first.hash, "")
    assert await storage.site_events.head(site.id) == (2, second.hash)
    assert await verify_log(site, storage=storage) == LogReport(site.slug, 0, events=2)


async def test_events_are_read_newest_first_by_page_and_site(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    other = await make.site("other")
    await log(storage, *(an_event(site, f"e{n}") for n in range(3)), an_event(other, "o1"))

    newest, after = await storage.site_events.page((site.id,), None, 2)
    oldest, end = await storage.site_events.page((site.id,), after, 2)
    everywhere, _ = await storage.site_events.page(None, None, 10)

    assert [each.public_id for each in newest] == ["e2", "e1"]
    assert ([each.public_id for each in oldest], end) == (["e0"], None)
    assert [each.public_id for each in everywhere] == ["o1", "e2", "e1", "e0"]


async def test_a_unit_that_fails_logs_nothing(storage: SqlStorage, site: Site) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.log_site_event(an_event(site, "e1"))
        raise ReactieError("not_possible")

    with pytest.raises(ReactieError):
        await storage.write(unit)

    assert await storage.site_events.page(None, None, 10) == ([], None)
    assert await storage.site_events.head(site.id) == (0, "")
