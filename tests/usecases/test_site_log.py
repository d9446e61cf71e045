"""What happens to a site apart from decisions is logged, and the log of it is verified."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from service.domain.errors import NotFound
from service.domain.moderator import ApiToken
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.usecases.site_log import list_site_events
from service.usecases.verify_log import LogReport, verify_log
from tests.usecases.acting import Desk
from tests.usecases.rule_acts import STRICT, move, save


async def moved_twice(desk: Desk, site: Site, anna: ApiToken) -> None:
    version = await save(desk, site, STRICT, anna)
    await move(desk, site, version, RuleState.SHADOW, anna)
    await move(desk, site, version, RuleState.ACTIVE, anna)


async def test_moving_a_rule_set_is_logged_with_who_did_it(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await moved_twice(desk, open_site, anna)

    events, more = await list_site_events(
        "open", after=None, limit=10, token=anna, storage=desk.storage
    )

    told = [(one.act.value, one.actor_id, one.about_name, one.details["was"]) for one in events]
    assert told == [
        ("rule_set_active", anna.public_id, "1", "shadow"),
        ("rule_set_shadow", anna.public_id, "1", "draft"),
    ]
    assert more is None


async def test_nobody_reads_what_happened_on_other_sites(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await moved_twice(desk, open_site, anna)
    bea = await desk.token(site_slug="blog")

    seen, _ = await list_site_events(None, after=None, limit=10, token=bea, storage=desk.storage)

    assert seen == []
    with pytest.raises(NotFound, match="unknown_site"):
        await list_site_events("open", after=None, limit=10, token=bea, storage=desk.storage)


@pytest.mark.parametrize(
    ("tampering", "report"),
    [
        ("UPDATE site_events SET details = '{}'", ("open", 0, 1, "changed", 0, "events")),
        ("UPDATE site_events SET actor_name = 'X'", ("open", 0, 1, "changed", 0, "events")),
        ("DELETE FROM site_events WHERE position = 1", ("open", 0, 1, "missing", 0, "events")),
        ("DELETE FROM site_events WHERE position = 2", ("open", 0, 2, "missing", 1, "events")),
    ],
)
async def test_tampering_with_what_happened_is_found(
    desk: Desk, open_site: Site, anna: ApiToken, database: Path, tampering: str,
    report: tuple[str, int, int, str, int, str],
) -> None:  # fmt: skip
    await moved_twice(desk, open_site, anna)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(tampering)

    assert await verify_log(open_site, storage=desk.storage) == LogReport(*report)
