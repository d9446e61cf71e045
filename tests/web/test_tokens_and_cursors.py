"""Form tokens and cursors: ours are taken, others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import Malformed
from service.domain.site import Site
from service.web.cursors import make_cursor, read_cursor
from service.web.form_token import DAY_MS, form_age_ms, make_form_token
from tests.web.running_service import NOON

POSITIONS = st.integers(-(2**63) + 1, 2**63 - 1)


def _site(secret: bytes = b"s" * 32) -> Site:
    return Site(1, "blog", "Blog", "nl", (), (), secret)


def test_a_form_token_tells_how_long_the_form_was_open() -> None:
    token = make_form_token(_site(), NOON)

    assert form_age_ms(_site(), token, NOON + 5_000) == 5_000


@pytest.mark.parametrize("token", [None, "", "x", "1.2", f"{NOON}.{'0' * 64}"])
def test_a_token_that_is_not_ours_tells_nothing(token: str | None) -> None:
    assert form_age_ms(_site(), token, NOON) is None


def test_another_sites_token_tells_nothing() -> None:
    token = make_form_token(_site(b"o" * 32), NOON)

    assert form_age_ms(_site(), token, NOON) is None


@pytest.mark.parametrize("age", [DAY_MS + 1, -1])
def test_a_token_older_than_a_day_or_from_the_future_tells_nothing(age: int) -> None:
    token = make_form_token(_site(), NOON)

    assert form_age_ms(_site(), token, NOON + age) is None


@given(st.lists(POSITIONS, min_size=1, max_size=3))
def test_a_cursor_leads_back_to_its_position(position: list[int]) -> None:
    cursor = make_cursor("best", *position)

    assert read_cursor(cursor, "best", len(position)) == tuple(position)


def test_no_cursor_is_the_start() -> None:
    assert read_cursor(None, "oldest", 2) is None


@pytest.mark.parametrize(
    "cursor",
    [
        make_cursor("newest", 1, 2),
        make_cursor("oldest", 1),
        make_cursor("oldest", 1, 2**63),
        make_cursor("oldest", 1, 2) + "=",
        "",
        "é",
        "////",
    ],
)
def test_another_lists_cursor_and_rubbish_are_refused(cursor: str) -> None:
    with pytest.raises(Malformed) as caught:
        read_cursor(cursor, "oldest", 2)

    assert (caught.value.code, caught.value.field) == ("bad_cursor", "cursor")


@given(st.text())
def test_no_text_breaks_the_reading_of_cursors(text: str) -> None:
    try:
        position = read_cursor(text, "oldest", 2)
    except Malformed:
        return
    assert position is not None
    assert len(position) == 2
