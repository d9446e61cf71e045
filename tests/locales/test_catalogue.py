"""The catalogue: sentences, plurals, moments and the choice of language."""

from datetime import date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.locales import LANGUAGES, WHOLE, day, negotiate, percent, span, text, when


def test_a_sentence_is_given_in_the_language_asked_for() -> None:
    assert text("nl", "post.held") == "Bedankt! Je reactie is zichtbaar na goedkeuring."
    assert text("en", "post.held") == "Thanks! Your comment will be visible after approval."


def test_placeholders_are_filled_in() -> None:
    assert text("nl", "page.in_reply_to", name="{Jan}") == "In antwoord op {Jan}"


def test_a_missing_parameter_leaves_its_placeholder() -> None:
    assert text("nl", "page.in_reply_to") == "In antwoord op {name}"


def test_a_parameter_may_be_called_like_an_argument() -> None:
    assert text("nl", "post.held", language="x", key="y").startswith("Bedankt!")


@pytest.mark.parametrize("language", ["sv", "", "xx-YY"])
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    assert text(language, "page.reply") == "Reply"


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Antworten"), ("fr-CA", "Répondre"), ("es_MX", "Responder")]
)
def test_visitors_are_spoken_to_in_more_languages_than_moderators(language: str, said: str) -> None:
    assert text(language, "page.reply") == said
    assert text(language, "act.approve") == "Approve"


def test_a_region_of_a_language_is_that_language() -> None:
    assert text("nl-BE", "page.reply") == "Beantwoorden"


def test_an_unknown_key_is_shown_as_itself() -> None:
    assert text("nl", "no.such.key") == "no.such.key"


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "Nog geen reacties"), (1, "1 reactie"), (214, "214 reacties")]
)
def test_a_count_takes_its_plural_form(n: int, expected: str) -> None:
    assert text("nl", "page.count", n=n) == expected


def test_a_plural_without_its_own_form_for_nothing_uses_the_general_one() -> None:
    assert "0 seconds" in text("en", "error.too_fast", seconds=0)


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("fr", 0, "0\u00a0seconde."),
        ("fr", 1_000_000, "1000000\u00a0secondes."),
        ("es", 0, "0 segundos."),
        ("es", 1_000_000, "1000000 segundos."),
        ("de", 0, "0 Sekunden noch einmal."),
    ],
)
def test_each_language_counts_in_its_own_way(language: str, n: int, said: str) -> None:
    assert text(language, "error.too_fast", seconds=n).endswith(said)


def test_a_plural_may_be_chosen_by_another_number_than_n() -> None:
    assert "1 seconde " in text("nl", "error.too_fast", seconds=1)


def test_a_plural_without_its_number_takes_the_general_form() -> None:
    assert text("nl", "page.count") == "{n} reacties"


def test_a_moment_is_written_as_people_write_it() -> None:
    ms = 1_795_169_100_000

    assert when("nl", ms) == "20 november 2026 om 10:05"
    assert when("en", ms) == "20 November 2026 at 10:05"
    assert when("de", ms) == "20. November 2026 um 10:05"
    assert when("fr", ms) == "20 novembre 2026 à 10:05"
    assert when("es", ms) == "20 de noviembre de 2026 a las 10:05"
    assert when("nl", ms, timezone(timedelta(hours=1))) == "20 november 2026 om 11:05"


@pytest.mark.parametrize(
    ("accept", "wanted", "default", "expected"),
    [
        (None, None, "nl", "nl"),
        ("en", None, "nl", "en"),
        ("en", "nl", "en", "nl"),
        ("en", "sv", "nl", "en"),
        ("sv, en;q=0.5, nl;q=0.9", None, "en", "nl"),
        ("de-AT,de;q=0.9,en;q=0.5", None, "nl", "de"),
        ("nl", "fr", "en", "fr"),
        ("nl-BE,nl;q=0.9,en;q=0.8", None, "en", "nl"),
        ("en;q=0, nl;q=0.1", None, "en", "nl"),
        ("en;q=5, nl", None, "sv", "nl"),
        ("*", None, "sv", "en"),
        ("sv," * 50 + "nl", None, "en", "en"),
    ],
)
def test_the_readers_language_is_chosen(
    accept: str | None, wanted: str | None, default: str, expected: str
) -> None:
    assert negotiate(accept, wanted, default) == expected


@pytest.mark.parametrize(
    ("accept", "wanted", "default", "expected"),
    [
        ("de", None, "nl", "en"),
        ("de, nl;q=0.8", None, "en", "nl"),
        ("nl", "fr", "nl", "nl"),
        (None, None, "es", "en"),
        (None, None, "nl", "nl"),
        ("sv", None, "nl", "nl"),
    ],
)
def test_where_only_whole_languages_are_spoken_others_get_english(
    accept: str | None, wanted: str | None, default: str, expected: str
) -> None:
    assert negotiate(accept, wanted, default, WHOLE) == expected


@given(st.text(), st.text(), st.text())
def test_any_header_gives_a_language_we_speak(accept: str, wanted: str, default: str) -> None:
    assert negotiate(accept, wanted, default) in LANGUAGES


@pytest.mark.parametrize(
    ("language", "ms", "said"),
    [
        ("nl", 0, "0 minuten"),
        ("nl", 3 * 3_600_000, "3 uur"),
        ("nl", 50 * 3_600_000, "2 dagen"),
        ("en", 60_000, "1 minute"),
        ("xx", 3 * 3_600_000, "3 hours"),
    ],
)
def test_a_length_of_time_is_said_in_one_unit(language: str, ms: int, said: str) -> None:
    assert span(language, ms) == said


def test_dates_and_shares_are_written_as_the_language_does() -> None:
    assert percent("nl", 2 / 3) == "66,7%"
    assert percent("en", 2 / 3) == "66.7%"
    assert day("en", date(2026, 11, 23)) == "23 Nov 2026"
    assert day("nl", date(2026, 11, 23)).startswith("23 nov")
