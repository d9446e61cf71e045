"""The gates: what is refused, with the code and field that the visitor is told."""

import pytest

from service.domain.finding import Verdict
from tests.rules.judging import found, judged, rule_set


def refusal(judgement: object) -> tuple[object, ...]:
    given = judgement.refusal  # type: ignore[attr-defined]
    return (given.code, given.field)


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u2060\ufeff", "\u3164"])
def test_a_text_in_which_nothing_shows_is_refused(text: str) -> None:
    judgement = judged(text)

    assert judgement.verdict is Verdict.REFUSE
    assert refusal(judgement) == ("empty", "text")


def test_a_text_of_one_emoji_is_not_blank() -> None:
    assert judged("👍").verdict is Verdict.PUBLISH


def test_a_text_of_exactly_the_limit_is_taken() -> None:
    assert judged("é" * 5_000).verdict is Verdict.PUBLISH


def test_a_text_of_one_byte_more_than_the_limit_is_refused() -> None:
    judgement = judged("é" * 5_000 + "a")

    assert refusal(judgement) == ("too_long", "text")
    assert judgement.refusal is not None
    assert judgement.refusal.params == {"limit": 10_000, "size": 10_001}


def test_the_limit_of_a_text_is_an_option() -> None:
    assert judged("lang", rules=rule_set(long_text={"limit": 3})).verdict is Verdict.REFUSE


def test_a_filled_trap_is_refused_at_its_field() -> None:
    judgement = judged(trap="cheap pills")

    assert judgement.verdict is Verdict.REFUSE
    assert refusal(judgement) == ("trap", "subject")


def test_white_space_in_the_trap_is_nothing() -> None:
    assert judged(trap=" ").verdict is Verdict.PUBLISH


def test_a_closed_page_takes_no_new_comment() -> None:
    judgement = judged(thread_closed=True)

    assert judgement.verdict is Verdict.REFUSE
    assert refusal(judgement) == ("thread_closed", "post")


def test_a_comment_on_a_closed_page_can_still_be_edited() -> None:
    assert judged(thread_closed=True, is_edit=True).verdict is Verdict.PUBLISH


def test_trust_opens_no_gate() -> None:
    judgement = judged(" ", proven=True, approved=9)

    assert found(judgement, "trusted_author") is not None
    assert judgement.verdict is Verdict.REFUSE
