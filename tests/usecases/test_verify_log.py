"""Verifying the log: each kind of tampering with the file is found, and where."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from service.domain.decision import Action
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases import verify_log as module
from service.usecases.verify_log import LogReport, verify_log
from tests.usecases.acting import Desk
from tests.usecases.altered import Overtaken

TAKEN = 4
"""Decisions in the log: two comments come in, both are approved."""


@pytest.fixture
def tamper(database: Path, blog: Site) -> Callable[..., None]:
    """Runs SQL on the file behind the service's back; `:site` is the site's id."""

    def run(*statements: str) -> None:
        with closing(sqlite3.connect(database)) as connection, connection:
            for statement in statements:
                connection.execute(statement, {"site": blog.id})

    return run


@pytest.fixture
async def log(desk: Desk, anna: ApiToken) -> list[str]:
    """The comments whose decisions are in the log."""
    posted = [await desk.post("Een"), await desk.post("Twee")]
    for each in posted:
        await desk.decide(each.comment.public_id, Action.APPROVE, anna)
    return [each.comment.public_id for each in posted]


async def test_a_log_that_nobody_touched_is_whole(desk: Desk, blog: Site, log: list[str]) -> None:
    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", TAKEN)


async def test_a_site_without_comments_has_a_whole_log(desk: Desk, blog: Site) -> None:
    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 0)


async def test_long_logs_are_read_in_pages(
    desk: Desk, blog: Site, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 3)
    seen: list[tuple[int, int]] = []

    report = await verify_log(blog, storage=desk.storage, progress=lambda *done: seen.append(done))

    assert report == LogReport("blog", TAKEN)
    assert seen == [(3, TAKEN), (TAKEN, TAKEN)]


@pytest.mark.parametrize(
    "change",
    [
        "note = 'x'",
        "reason = 'x'",
        "action = 'spam'",
        "after_status = 'spam'",
        "actor_name = 'Bram'",
        "at = at + 1",
        "hash = 'x'",
        "previous = 'x'",
    ],
)
async def test_a_changed_decision_is_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None], change: str
) -> None:
    tamper(f"UPDATE decisions SET {change} WHERE position = 3 AND site_id = :site")

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 2, 3, "changed")


async def test_a_removed_decision_is_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM decisions WHERE position = 2 AND site_id = :site")

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 1, 2, "missing")


async def test_a_removed_decision_whose_gap_was_closed_is_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None]
) -> None:
    tamper(
        "DELETE FROM decisions WHERE position = 2 AND site_id = :site",
        "UPDATE decisions SET position = 2 WHERE position = 3 AND site_id = :site",
        "UPDATE decisions SET position = 3 WHERE position = 4 AND site_id = :site",
    )

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 1, 2, "misplaced")


async def test_exchanged_decisions_are_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None]
) -> None:
    tamper(
        "UPDATE decisions SET position = -2 WHERE position = 2 AND site_id = :site",
        "UPDATE decisions SET position = 2 WHERE position = 3 AND site_id = :site",
        "UPDATE decisions SET position = 3 WHERE position = -2 AND site_id = :site",
    )

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 1, 2, "misplaced")


async def test_a_cut_tail_is_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM decisions WHERE position = 4 AND site_id = :site")

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 3, 4, "missing")


async def test_a_tail_cut_down_to_the_noted_count_is_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None]
) -> None:
    tamper(
        "DELETE FROM decisions WHERE position = 4 AND site_id = :site",
        "UPDATE sites SET log_count = 3 WHERE id = :site",
    )

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 3, 4, "missing")


async def test_an_emptied_log_is_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM decisions WHERE site_id = :site")

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 0, 1, "missing")


async def test_a_decision_that_the_head_knows_nothing_of_is_found(
    desk: Desk, blog: Site, log: list[str], tamper: Callable[..., None]
) -> None:
    last = "SELECT previous FROM decisions WHERE position = 4 AND site_id = :site"
    tamper(f"UPDATE sites SET log_count = 3, log_head = ({last}) WHERE id = :site")

    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 3, 4, "added")


async def test_a_decision_taken_during_the_check_is_no_tampering(
    desk: Desk, blog: Site, log: list[str], anna: ApiToken
) -> None:
    async def decide() -> None:
        await desk.decide(log[0], Action.SPAM, anna)

    storage = Overtaken(desk.storage, decide, before="decisions.chain")

    assert await verify_log(blog, storage=storage) == LogReport("blog", TAKEN)
