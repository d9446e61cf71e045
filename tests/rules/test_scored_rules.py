"""The rules that add to the score: links and repeats."""

import pytest

from service.domain.finding import Verdict
from tests.rules.judging import found, judged, rule_set

THREE_LINKS = "http://a.example http://b.example/x www.c.example"


def test_three_links_are_held() -> None:
    judgement = judged(THREE_LINKS)

    finding = found(judgement, "many_links")
    assert (judgement.verdict, judgement.score) == (Verdict.HOLD, 3.0)
    assert finding is not None
    assert finding.params == {"count": 3, "limit": 3}
    assert [match.text for match in finding.matches] == THREE_LINKS.split()


def test_more_links_add_no_more_to_the_score() -> None:
    text = " ".join(f"http://host{number}.example" for number in range(50))

    judgement = judged(text)

    finding = found(judgement, "many_links")
    assert judgement.score == 3.0
    assert finding is not None
    assert finding.params["count"] == 50
    assert len(finding.matches) == 20


@pytest.mark.parametrize(
    "text",
    ["http://a.example http://b.example", "http://a.example " * 5, "geen enkele"],
)
def test_few_links_or_the_same_again_are_fine(text: str) -> None:
    assert judged(text).score == 0


def test_links_to_the_site_itself_are_not_counted() -> None:
    assert judged(THREE_LINKS, own_hosts=("A.example",)).score == 0


def test_the_number_of_links_is_an_option() -> None:
    assert judged("http://a.example", rules=rule_set(many_links={"limit": 1})).score == 3.0


def test_a_trusted_author_with_many_links_waits() -> None:
    assert judged(THREE_LINKS, proven=True, approved=9).verdict is Verdict.HOLD


def test_a_repeated_text_waits_and_is_never_refused() -> None:
    judgement = judged(repeats=5)

    assert (judgement.verdict, judgement.score) == (Verdict.HOLD, 3.0)


def test_an_edit_is_not_the_repeat_of_its_own_earlier_text() -> None:
    assert judged(repeats=1, is_edit=True).score == 0


def test_an_edit_into_a_text_that_others_posted_is_a_repeat() -> None:
    assert judged(repeats=2, is_edit=True).score == 3.0
