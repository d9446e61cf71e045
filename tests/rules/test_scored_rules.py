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


def test_a_text_that_is_nearly_the_same_as_another_scores_once() -> None:
    text = "Dit is een tekst van genoeg woorden om mee te tellen"

    assert judged(text, similar=2).score == 2.0
    assert judged(text, similar=2, repeats=1).score == 3.0
    assert judged(text, similar=1, repeats=1, is_edit=True).score == 2.0
    assert judged("Mooi verhaal, dank je wel", similar=4).score == 0


def test_a_repeated_text_waits_and_is_never_refused() -> None:
    judgement = judged(repeats=5)

    assert (judgement.verdict, judgement.score) == (Verdict.HOLD, 3.0)


def test_an_edit_is_not_the_repeat_of_its_own_earlier_text() -> None:
    assert judged(repeats=1, is_edit=True).score == 0


def test_an_edit_into_a_text_that_others_posted_is_a_repeat() -> None:
    assert judged(repeats=2, is_edit=True).score == 3.0


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Leuk! Abonneer je op ons allemaal", "Abonneer je op"),
        ("Hey guys, CHECK OUT MY song", "CHECK OUT MY"),
        ("Verdien 500 per dag", "Verdien 500 per dag"),
        ("Bezoek mijn winkel", "Bezoek mijn"),
    ],
)
def test_a_call_for_oneself_waits_for_a_person(text: str, marked: str) -> None:
    judgement = judged(text)

    finding = found(judgement, "call_to_action")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.matches[0].text == marked


def test_a_call_that_others_say_too_is_not_enough() -> None:
    judgement = judged("Je kunt het hier gratis proberen. Nog eens: gratis proberen!")

    assert (judgement.verdict, judgement.score) == (Verdict.PUBLISH, 1.0)


def test_calls_add_up_to_no_more_than_three() -> None:
    assert judged("subscribe to me, visit my site, watch my video, follow my blog").score == 3.0


def test_a_call_that_a_comma_parts_is_none() -> None:
    assert judged("Ik bezoek, mijn moeder niet").score == 0


def test_calls_are_looked_for_in_the_chosen_languages_only() -> None:
    dutch = rule_set(call_to_action={"languages": ["nl"]})

    assert judged("visit my site", rules=dutch).score == 0


def test_a_link_with_a_call_is_worse_than_either() -> None:
    judgement = judged("Klik hier: https://winkel.example/x")

    finding = found(judgement, "link_with_call")
    assert judgement.score == 2.5
    assert finding is not None
    assert [match.text for match in finding.matches] == ["https://winkel.example/x", "Klik hier"]


@pytest.mark.parametrize("text", ["https://winkel.example/x is mooi", "Klik hier"])
def test_a_link_or_a_call_alone_is_no_link_with_a_call(text: str) -> None:
    assert found(judged(text), "link_with_call") is None


@pytest.mark.parametrize(
    "number",
    ["06-12345678", "+31 6 1234 5678", "(020) 555 01 23", "1-800-555-0199", "0031612345678"],
)
def test_a_telephone_number_is_found(number: str) -> None:
    finding = found(judged(f"Bel me op {number}."), "phone_number")

    assert finding is not None
    assert finding.matches[0].text == number


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-14 10",
        "17-11-2026 1",
        "ISBN 978 90 000",
        "5555555555",
        "v1.2.3.4.5",
        "12345",
        "0.123456789",
    ],
)
def test_dates_and_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert found(judged(f"Zie {text}"), "phone_number") is None


@pytest.mark.parametrize("amount", ["$500", "€ 1.000,50", "20 euro", "300 dollars", "10€", "£5"])
def test_an_amount_of_money_is_found(amount: str) -> None:
    finding = found(judged(f"Nu {amount} erbij"), "money_amount")

    assert finding is not None
    assert finding.matches[0].text == amount


@pytest.mark.parametrize("text", ["$x = 5", "de euro", "50 % korting", "eurolanden 3"])
def test_what_is_no_amount_is_not_found(text: str) -> None:
    assert found(judged(text), "money_amount") is None


@pytest.mark.parametrize(
    "pasted", ["[url=http://a.example]a[/url]", "<a href='http://a.example'>a</a>", "[URL]a[/URL]"]
)
def test_pasted_markup_is_found(pasted: str) -> None:
    assert found(judged(f"Zie {pasted}"), "pasted_markup") is not None


def test_markdown_is_no_pasted_markup() -> None:
    assert found(judged("[hier](http://a.example) en <b>vet</b>"), "pasted_markup") is None


def test_a_shortened_link_counts() -> None:
    finding = found(judged("Kijk: https://bit.ly/abc en bit.ly/x"), "url_shortener")

    assert finding is not None
    assert [match.text for match in finding.matches] == ["https://bit.ly/abc", "bit.ly/x"]


def test_a_link_that_shows_where_it_leads_is_no_shortened_one() -> None:
    assert found(judged("Kijk: https://blog.example/abc"), "url_shortener") is None
