"""What a teacher catches up with and repairs, and what is no lesson."""

import asyncio
from contextlib import suppress

import pytest

from service.domain.decision import Action
from service.domain.errors import Unavailable
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases import teacher as teacher_module
from service.usecases.edit_comment import edit_comment
from service.usecases.learn_site import Learned
from service.usecases.rule_book import RuleBook
from service.usecases.teacher import Teacher
from tests.usecases.acting import Desk
from tests.usecases.test_learning import (
    LESSONS,
    STATE,
    Told,
    fit_sure,
    keep,
    knows_all,
    run_until_told,
    teach,
)


async def heard(told: Told, what: str) -> None:
    async with asyncio.timeout(30):
        while what not in [each for each, _, _ in told.heard]:
            told.event.clear()
            await told.event.wait()


async def ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_model_that_comes_after_none_is_not_the_one_before(desk: Desk, blog: Site) -> None:
    await keep(desk, blog, STATE)
    first = await desk.rule_book.adviser(blog)
    await keep(desk, blog, None)
    other = await fit_sure(LESSONS)
    await keep(desk, blog, other)

    assert await desk.storage.models.state(blog.id) == (1, other)
    assert await desk.rule_book.adviser(blog) != first


async def test_a_model_that_is_damaged_while_the_server_runs_is_learned_anew(
    desk: Desk, blog: Site
) -> None:
    told = Told()
    teacher = Teacher(desk.storage, desk.clock, knows_all, told)
    book = RuleBook(desk.storage, lambda _what, site_id: teacher.repair(site_id))
    await keep(desk, blog, b"damaged")

    running = asyncio.create_task(teacher.run())

    await book.adviser(blog)
    await book.adviser(blog)
    await heard(told, "learned")
    await ended(running)

    assert "damaged" in [what for what, _, _ in told.heard]
    assert await desk.storage.models.state(blog.id) == (2, STATE)


async def test_decisions_from_before_a_start_count(
    desk: Desk, blog: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teacher_module, "DUE", 3)
    await teach(desk, anna, LESSONS[:3])
    told = Told()

    await run_until_told(Teacher(desk.storage, desk.clock, knows_all, told), told)

    assert told.heard == [("learned", blog.id, Learned(3, 1))]
    assert await desk.storage.models.news(blog.id, 3) == 0


async def test_a_site_that_cannot_be_looked_at_is_told_and_tried_again(
    desk: Desk, blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teacher_module, "AGAIN_SECONDS", 0)
    told = Told()

    async def away(_site_id: int, _most: int) -> int:
        raise Unavailable

    monkeypatch.setattr(desk.storage.models, "news", away)

    running = asyncio.create_task(Teacher(desk.storage, desk.clock, knows_all, told).run())
    await heard(told, "learned")
    await ended(running)

    assert ("failed", blog.id, None) in told.heard


async def test_an_edit_that_nobody_saw_teaches_nothing(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    await teach(desk, anna, LESSONS[2:10:2])
    device = {"device": "device-of-jan-0123456789"}
    posted = [await desk.post(f"Goed verhaal {n}", **device) for n in range(3)]
    for each in posted:
        await desk.decide(each.comment.public_id, Action.APPROVE, anna)
    before = await desk.storage.models.lessons(blog.id, 99)
    replay = await desk.storage.history.judged(blog.id, (0, 0), 0, 2**62, 99)

    own = await edit_comment(
        posted[2].comment.public_id,
        posted[2].token,
        "Iets heel anders",
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    assert (own.comment.published, own.comment.credit) == (2, 1)
    after = await desk.storage.models.lessons(blog.id, 99)
    assert [lesson.text for lesson in before][:-1] == [lesson.text for lesson in after]
    decided = [
        text.is_bad for text in await desk.storage.history.judged(blog.id, (0, 0), 0, 2**62, 99)
    ]
    assert decided == [*(text.is_bad for text in replay[:-1]), None, None]
