"""The rules that know phrases by heart, their lists, and links that pay who posted them."""

from importlib.resources import files

import pytest

from service.domain.finding import Verdict
from service.rules.phrase_lists import LANGUAGES, MATCHES_MAX, STRENGTH_MAX
from service.rules.text import fold, words_of
from tests.rules.judging import found, judged, rule_set

FOLDERS = ("adverts", "calls", "canned")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Nice read. PHP training in Chennai", "training in Chennai"),
        ("We are a trusted LOAN LENDER, mail us", "LOAN LENDER"),
        ("Probeer dit online casino eens", "online casino"),
        ("Onze producten zijn de beste", "Onze producten"),
    ],
)
def test_an_advertisement_waits_for_a_person(text: str, marked: str) -> None:
    judgement = judged(text)

    finding = found(judgement, "advertisement")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.matches[0].text == marked


def test_what_others_speak_of_too_is_not_enough() -> None:
    judgement = judged("Dat casino staat er nog steeds, aan het casino te zien.")

    assert (judgement.verdict, judgement.score) == (Verdict.PUBLISH, 1.0)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("I'll immediately grab your rss feed as I can't find it", "immediately grab your"),
        ("Fantastic goods from you, man", "goods from you"),
        ("Mag ik een gastblog plaatsen, in ruil voor een link?", "een gastblog plaatsen"),
    ],
)
def test_praise_from_a_template_waits_for_a_person(text: str, marked: str) -> None:
    judgement = judged(text)

    finding = found(judgement, "canned_praise")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.matches[0].text == marked


@pytest.mark.parametrize("text", ["Great post, thanks!", "Wat een mooi stuk, dank je wel"])
def test_praise_as_readers_write_it_is_fine(text: str) -> None:
    assert judged(text).score == 0


def test_the_strengths_of_different_phrases_add_up_to_no_more_than_three() -> None:
    once = found(judged("Thanks admin"), "canned_praise")
    often = found(judged("Thanks admin " * 50), "canned_praise")
    many = found(judged("Thanks admin, informative post. Informative blog! "), "canned_praise")

    assert once is not None
    assert often is not None
    assert many is not None
    assert (once.weight, often.weight, many.weight) == (1.0, 1.0, STRENGTH_MAX)
    assert often.params["strength"] == 1
    assert len(often.matches) == MATCHES_MAX


def test_phrases_are_looked_for_in_the_chosen_languages_only() -> None:
    dutch = rule_set(advertisement={"languages": ["nl"]})

    assert found(judged("loan lender", rules=dutch), "advertisement") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", FOLDERS)
def test_each_line_of_a_list_is_a_strength_and_whole_words(folder: str, language: str) -> None:
    text = files("service.rules").joinpath(folder, f"{language}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    phrases = [line.partition(" ")[2] for line in lines]

    assert {line.partition(" ")[0] for line in lines} <= {"1", "2", "3"}
    assert len(phrases) == len(set(phrases)) > 20
    for phrase in phrases:
        words = phrase.split(" ")
        assert "*" not in (words[0], words[-1])
        assert words_of(fold(phrase.replace("*", ""))) == tuple(
            fold(word) for word in words if word != "*"
        )


@pytest.mark.parametrize(
    "link",
    [
        "https://shop.example/?ref=jan",
        "shop.example.com/p?id=3&aff=12",
        "www.shop.example/refer/jan",
        "https://shop.example/x?a=b&REFERRER=jan",
    ],
)
def test_a_link_that_tells_who_sent_the_visitor_counts(link: str) -> None:
    finding = found(judged(f"Kijk op {link} voor meer"), "referral_link")

    assert finding is not None
    assert finding.weight == 2.0
    assert [match.text for match in finding.matches] == [link]


@pytest.mark.parametrize(
    "text",
    [
        "https://blog.example/reference/a?page=2",
        "Zie https://blog.example/a en ?ref=b en /refer/",
        "https://git.example/refs/heads?order=1",
    ],
)
def test_other_links_and_words_are_no_such_link(text: str) -> None:
    assert found(judged(text), "referral_link") is None


def test_a_link_within_the_site_may_tell_where_it_came_from() -> None:
    judgement = judged("https://blog.example/?ref=a", own_hosts=("blog.example",))

    assert found(judgement, "referral_link") is None
