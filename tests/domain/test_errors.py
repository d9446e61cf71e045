"""Errors carry a code, a field and values for their sentence."""

from service.domain.errors import Conflict, Invalid, TooMany, Unavailable


def test_an_error_tells_its_code_and_field() -> None:
    error = Invalid("too_long", "name", limit=80)

    assert (error.code, error.field, error.params) == ("too_long", "name", {"limit": 80})
    assert str(error) == "too_long (name)"


def test_an_error_about_no_field_tells_its_code_alone() -> None:
    assert str(Unavailable()) == "unavailable"


def test_a_conflict_carries_the_decision_that_came_first() -> None:
    assert Conflict("stale_version", "version", decision="d").decision == "d"


def test_too_many_tells_when_to_come_back() -> None:
    error = TooMany("too_fast", 30)

    assert error.retry_after == 30
    assert error.params == {"seconds": 30}


def test_unavailable_tells_when_to_come_back() -> None:
    assert Unavailable("already_serving", 5).retry_after == 5
