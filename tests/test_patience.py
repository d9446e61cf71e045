"""How long a request waits for the database: long once, and hardly again."""

import asyncio
from collections.abc import Iterator

import pytest

from service import patience
from service.domain.errors import Invalid, Unavailable
from service.patience import AGAIN_SECONDS, PATIENCE, SECONDS, begin_request


def patience_left() -> float:
    with PATIENCE as seconds:
        return seconds


def wait_in_vain(error: Exception | None = None) -> None:
    with pytest.raises(Unavailable), PATIENCE:
        raise error or TimeoutError


@pytest.fixture(autouse=True)
def nothing_met() -> Iterator[None]:
    before = patience._request.set(None)
    yield
    patience._request.reset(before)


async def test_a_request_that_was_not_kept_waiting_waits_long() -> None:
    begin_request()

    assert [patience_left(), patience_left()] == [SECONDS, SECONDS]


@pytest.mark.parametrize("error", [TimeoutError(), Unavailable()])
async def test_a_request_that_waited_in_vain_hardly_waits_again(error: Exception) -> None:
    begin_request()
    wait_in_vain(error)

    assert patience_left() == AGAIN_SECONDS


async def test_what_the_database_refuses_in_time_was_no_wait_in_vain() -> None:
    begin_request()
    with pytest.raises(Invalid), PATIENCE:
        raise Invalid("empty", "text")

    assert patience_left() == SECONDS


async def test_the_next_request_of_the_same_line_waits_long() -> None:
    begin_request()
    wait_in_vain()
    begin_request()

    assert patience_left() == SECONDS


async def test_what_a_request_started_for_several_waits_as_long_as_any() -> None:
    async def query() -> float:
        wait_in_vain()
        return patience_left()

    begin_request()
    assert await asyncio.create_task(query()) == SECONDS
    assert patience_left() == SECONDS

    wait_in_vain()
    assert await asyncio.create_task(query()) == SECONDS


async def test_who_answers_no_request_waits_long_each_time() -> None:
    wait_in_vain()

    assert patience_left() == SECONDS


def test_a_program_without_an_event_loop_can_ask() -> None:
    assert patience_left() == SECONDS
