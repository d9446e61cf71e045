"""Learning from decisions: when it happens, what is kept, and what a damaged model does."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest

from service.domain.decision import Action
from service.domain.errors import Unavailable
from service.domain.finding import Verdict
from service.domain.lesson import Lesson
from service.domain.moderator import ApiToken
from service.domain.ports import Transaction
from service.domain.site import Site
from service.rules.contract import Opinion, Stance
from service.rules.learning import learned_state, restore_model, state_of
from service.rules.text import Views
from service.usecases import judge_text, rule_book
from service.usecases.learn_site import Learned, learn_site
from service.usecases.review_model import ModelReview, review_model
from service.usecases.rule_book import RuleBook
from service.usecases.teacher import DUE, Teacher
from service.usecases.undo_decision import undo_decision
from tests.usecases.acting import Desk

LESSONS = [
    Lesson(f"Kijk op mijn kanaal {n}" if n % 2 else f"Dank voor het verhaal {n}", (), n % 2 == 1)
    for n in range(60)
]
STATE = learned_state(LESSONS)


async def knows_all(lessons: Sequence[Lesson]) -> bytes | None:
    return STATE


async def fit_here(lessons: Sequence[Lesson]) -> bytes | None:
    return learned_state(lessons)


async def fails(lessons: Sequence[Lesson]) -> bytes | None:
    raise Unavailable("database")


class Sure:
    """A model to which everything is fine."""

    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:
        return Opinion(Stance.FINE, 0.001, 900)


async def fit_sure(lessons: Sequence[Lesson]) -> bytes | None:
    """A fit that has reason to call texts fine."""
    assert STATE is not None
    model = restore_model(STATE)
    return state_of(replace(model, calibration=replace(model.calibration, fine_below=-1.0)))


async def keep(desk: Desk, site: Site, state: bytes | None) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.keep_model(site.id, state, 1, 1)

    await desk.storage.write(unit)


async def teach(desk: Desk, anna: ApiToken, lessons: Sequence[Lesson]) -> list[str]:
    """Posts and decides; the ids of the decisions."""
    made = []
    for lesson in lessons:
        posted = await desk.post(lesson.text)
        action = Action.SPAM if lesson.is_bad else Action.APPROVE
        _, decision = await desk.decide(posted.comment.public_id, action, anna)
        made.append(decision.public_id)
    return made


@dataclass
class Told:
    """Remembers what a teacher told, and can be waited for."""

    heard: list[tuple[str, int, Learned | None]] = field(default_factory=list)
    event: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, what: str, site_id: int, learned: Learned | None) -> None:
        self.heard.append((what, site_id, learned))
        self.event.set()


async def run_until_told(teacher: Teacher, told: Told) -> None:
    running = asyncio.create_task(teacher.run())
    async with asyncio.timeout(30):
        await told.event.wait()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_site_learns_from_what_its_people_decided(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    await teach(desk, anna, LESSONS[:44])

    learned = await learn_site(blog.id, storage=desk.storage, clock=desk.clock, fit=fit_here)

    adviser = await desk.rule_book.adviser(blog)
    posted = await desk.post("Kijk op mijn kanaal, kijk op mijn kanaal")
    [(revision, findings)] = await desk.storage.comments.revisions(posted.comment.id)
    assert learned == Learned(44, 1)
    assert adviser is await desk.rule_book.adviser(blog)
    assert revision.context["opinion"]["decisions"] == 44
    assert "learned_suspect" in [finding.rule for finding in findings]


async def test_an_undone_decision_leaves_no_trace_in_the_model(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    await teach(desk, anna, LESSONS[:44])
    await learn_site(blog.id, storage=desk.storage, clock=desk.clock, fit=fit_here)
    before = await desk.storage.models.state(blog.id)
    [mistake] = await teach(desk, anna, [Lesson("Vergissing", (), is_bad=True)])
    await learn_site(blog.id, storage=desk.storage, clock=desk.clock, fit=fit_here)
    mistaken = await desk.storage.models.state(blog.id)

    await undo_decision(mistake, token=anna, storage=desk.storage, clock=desk.clock)
    await learn_site(blog.id, storage=desk.storage, clock=desk.clock, fit=fit_here)

    after = await desk.storage.models.state(blog.id)
    assert before is not None
    assert mistaken is not None
    assert after is not None
    assert mistaken[1] != before[1]
    assert after[1] == before[1]


@pytest.mark.parametrize(("bad", "broken"), [(0, False), (1, True)])
async def test_automation_turns_itself_off_when_the_audit_breaks_its_bound(
    desk: Desk,
    blog: Site,
    anna: ApiToken,
    monkeypatch: pytest.MonkeyPatch,
    bad: int,
    broken: bool,
) -> None:
    monkeypatch.setattr(judge_text, "AUDITED_ONE_IN", 1)

    async def sure(_self: RuleBook, _site: Site) -> Sure:
        return Sure()

    monkeypatch.setattr(RuleBook, "adviser", sure)
    await teach(desk, anna, [Lesson(f"Goed {n}", (), is_bad=n < bad) for n in range(12)])
    monkeypatch.undo()

    learned = await learn_site(blog.id, storage=desk.storage, clock=desk.clock, fit=fit_sure)

    assert learned == Learned(12, 1, broken)
    stored = await desk.storage.models.state(blog.id)
    assert stored is not None
    assert (restore_model(stored[1]).calibration.fine_below is None) is broken


async def test_too_few_decisions_leave_a_site_without_a_model(desk: Desk, blog: Site) -> None:
    await keep(desk, blog, STATE)

    learned = await learn_site(blog.id, storage=desk.storage, clock=desk.clock, fit=fit_here)

    assert learned == Learned(0, None)
    assert await desk.rule_book.adviser(blog) is None


async def test_a_damaged_model_holds_what_comes_in(desk: Desk) -> None:
    site = await desk.storage.sites.by_slug("open")
    assert site is not None
    await keep(desk, site, b"damaged")

    posted = await desk.post("Mooi verhaal", site="open")

    [(revision, findings)] = await desk.storage.comments.revisions(posted.comment.id)
    assert revision.verdict == Verdict.HOLD
    assert [(each.rule, each.failed) for each in findings] == [("learned_suspect", True)]


async def test_a_teacher_repairs_a_damaged_model_at_its_start(desk: Desk, blog: Site) -> None:
    await keep(desk, blog, b"damaged")
    told = Told()
    teacher = Teacher(desk.storage, desk.clock, knows_all, told)

    running = asyncio.create_task(teacher.run())
    async with asyncio.timeout(30):
        while len(told.heard) < 2:
            told.event.clear()
            await told.event.wait()
    running.cancel()

    assert told.heard == [("damaged", blog.id, None), ("learned", blog.id, Learned(0, 2))]
    assert await desk.storage.models.state(blog.id) == (2, STATE)


async def test_a_teacher_leaves_a_sound_model_alone_and_learns_when_it_is_due(
    desk: Desk, blog: Site
) -> None:
    await keep(desk, blog, STATE)
    told = Told()
    teacher = Teacher(desk.storage, desk.clock, knows_all, told)

    for _ in range(DUE):
        teacher.note_decisions(blog.id)
    await run_until_told(teacher, told)

    assert told.heard == [("learned", blog.id, Learned(0, 2))]


async def test_a_teacher_tells_what_failed_and_goes_on(desk: Desk, blog: Site) -> None:
    told = Told()
    teacher = Teacher(desk.storage, desk.clock, fails, told)

    for _ in range(DUE):
        teacher.note_decisions(blog.id)
    await run_until_told(teacher, told)

    assert told.heard == [("failed", blog.id, None)]


async def test_few_models_stay_unpacked(
    desk: Desk, blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_book, "MODELS_KEPT", 1)
    book = RuleBook(desk.storage)
    other = await desk.storage.sites.by_slug("open")
    assert other is not None
    await keep(desk, blog, STATE)
    await keep(desk, other, STATE)

    first = await book.adviser(blog)
    await book.adviser(other)

    assert first is not None
    assert await book.adviser(blog) is not first


async def test_a_review_compares_opinions_with_the_decisions_that_came_after(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    await teach(desk, anna, LESSONS[:44])
    await learn_site(blog.id, storage=desk.storage, clock=desk.clock, fit=fit_here)
    await teach(desk, anna, LESSONS[44:50])
    await teach(desk, anna, [Lesson("Kijk op mijn kanaal, toch goed", (), is_bad=False)])

    review = await review_model(blog.id, storage=desk.storage)

    assert (review.version, review.decisions, review.unasked) == (1, 51, 44)
    assert (review.suspect_bad, review.suspect_good, review.bad) == (3, 1, 3)
    assert (review.precision, review.recall) == (0.75, 1.0)


async def test_a_site_without_decisions_has_an_empty_review(desk: Desk, blog: Site) -> None:
    review = await review_model(blog.id, storage=desk.storage)

    assert review == ModelReview(None)
    assert (review.precision, review.recall) == (None, None)
