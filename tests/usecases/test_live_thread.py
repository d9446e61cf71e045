"""One thread that is followed: what is news in it, and for whom."""

from collections.abc import Iterable

import pytest

from service.usecases.live_threads import MOST_IDS, NEWS_KEPT, LiveThread, News


@pytest.fixture
def thread() -> LiveThread:
    """A thread with the one comment `old`."""
    made = LiveThread((1, "/a"), 7)
    made.see({"old": 1})
    return made


def seen(thread: LiveThread, *ids: str) -> None:
    thread.see(dict.fromkeys(ids, 1))


def numbers(news: Iterable[News]) -> list[int]:
    return [each.number for each in news]


def test_what_is_seen_first_is_no_news(thread: LiveThread) -> None:
    assert list(thread.news) == []
    assert thread.state(is_all=False) == News(0, 1)


def test_closing_and_opening_are_told_beside_what_else_changed(thread: LiveThread) -> None:
    thread.see({"old": 1, "new": 1}, closed=True)
    thread.see({"old": 1, "new": 1}, closed=False)

    assert list(thread.news) == [
        News(1, 2, closed=True),
        News(2, 2, ("new",)),
        News(3, 2, closed=False),
    ]
    assert thread.standing() == News(3, 2, closed=False)


def test_so_many_changes_are_told_one_by_one_and_more_as_all(thread: LiveThread) -> None:
    most = [f"{n}" for n in range(MOST_IDS)]

    seen(thread, "old", *most)
    seen(thread, "old", *most, *(f"more {n}" for n in range(MOST_IDS + 1)))

    one_by_one, all_ = thread.news
    assert one_by_one == News(1, MOST_IDS + 1, tuple(most))
    assert all_ == News(2, 2 * MOST_IDS + 2, is_all=True)


def test_who_is_a_little_behind_hears_what_he_missed(thread: LiveThread) -> None:
    for n in range(NEWS_KEPT + 1):
        seen(thread, f"{n}")

    assert numbers(thread.since(NEWS_KEPT - 1)) == [NEWS_KEPT, NEWS_KEPT + 1]
    assert len(thread.since(1)) == NEWS_KEPT
    assert thread.since(NEWS_KEPT + 1) == thread.since(10**9) == []


def test_who_is_far_behind_hears_that_it_may_be_anything(thread: LiveThread) -> None:
    for n in range(NEWS_KEPT + 1):
        seen(thread, f"{n}")

    assert thread.since(0) == [News(NEWS_KEPT + 1, 1, is_all=True)]


def test_every_thread_has_a_life_of_its_own(thread: LiveThread) -> None:
    assert LiveThread((1, "/a"), 7).epoch != thread.epoch
