"""Lessons for the learned model, and the model itself."""

from service.domain.comment import Status
from service.domain.decision import Action
from service.domain.finding import Finding, Outcome
from service.domain.lesson import Lesson
from service.domain.ports import Transaction
from service.storage import SqlStorage
from tests.storage.making import FIRST, LINKS, Maker


async def keep(storage: SqlStorage, site_id: int, state: bytes | None) -> int | None:
    async def unit(tx: Transaction) -> int | None:
        return await tx.keep_model(site_id, state, 3, 1)

    return await storage.write(unit)


def site_id(make: Maker) -> int:
    assert make.the_site is not None
    return make.the_site.id


async def test_what_people_decided_becomes_lessons_oldest_first(
    storage: SqlStorage, make: Maker
) -> None:
    score = Finding("many_links", 1, Outcome.SCORE, weight=3.0)
    shadow = Finding("repeated_text", 1, Outcome.SCORE, weight=3.0, shadow=True)
    good = await make.comment(text="Goed", published=False, findings=(FIRST,))
    bad = await make.comment(text="Slecht", published=False, findings=(score, FIRST, shadow))
    await make.comment(text="Niemand keek", published=False, findings=(LINKS,))
    await make.decide(bad, Action.SPAM, Status.SPAM, None, -1)
    await make.approve(good)

    lessons = await storage.models.lessons(site_id(make), 10)

    assert lessons == [
        Lesson("Goed", (), is_bad=False),
        Lesson("Slecht", ("many_links",), is_bad=True),
    ]
    assert await storage.models.lessons(site_id(make), 1) == lessons[1:]
    assert [is_bad for _, is_bad in await storage.models.contexts(site_id(make), 9)] == [
        False,
        True,
    ]


async def test_a_lesson_tells_how_strong_the_evidence_was(storage: SqlStorage, make: Maker) -> None:
    call = Finding("call_to_action", 2, Outcome.SCORE, weight=2.0, params={"strength": 2})
    comment = await make.comment(text="Kijk", published=False, findings=(call,))
    await make.decide(comment, Action.SPAM, Status.SPAM, None, -1)

    [lesson] = await storage.models.lessons(site_id(make), 10)

    assert lesson.facts == ("call_to_action 2",)


async def test_what_was_taken_away_teaches_nothing(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment(published=False)
    approved = await make.approve(comment)
    await make.decide(approved, Action.WITHDRAW, Status.DELETED, None, 1)

    assert await storage.models.lessons(site_id(make), 10) == []


async def test_a_model_is_kept_in_place_of_the_one_before(storage: SqlStorage, make: Maker) -> None:
    assert await storage.models.state(site_id(make)) is None

    first = await keep(storage, site_id(make), b"one")
    second = await keep(storage, site_id(make), b"two")

    assert (first, second) == (1, 2)
    assert await storage.models.state(site_id(make)) == (2, b"two")


async def test_a_site_can_be_without_a_model_again(storage: SqlStorage, make: Maker) -> None:
    await keep(storage, site_id(make), b"one")

    assert await keep(storage, site_id(make), None) is None

    assert await storage.models.state(site_id(make)) is None
