"""What is made of what a visitor typed about himself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import Invalid
from service.web import typed


def test_a_name_is_trimmed_and_an_empty_one_is_none() -> None:
    assert typed.line("name", "  Jan  ", 80) == "Jan"
    assert typed.line("name", " \u202e ", 80) is None
    assert typed.line("name", None, 80) is None


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800 \u00ad", "\ufe0f\u2060"])
def test_a_name_that_cannot_be_seen_is_none(name: str) -> None:
    assert typed.line("name", name, 80) is None
    assert typed.line("name", f"{name}🏳️", 80) is not None


def test_a_name_cannot_turn_the_direction_of_what_stands_beside_it() -> None:
    assert typed.line("name", "a\u202eb\u2066c\u200fd", 80) == "abcd"


def test_a_tower_of_marks_is_cut_and_usual_marks_stay() -> None:
    assert typed.line("name", "Z" + "\u0301" * 50 + "o\u0301", 80) == "Z" + "\u0301" * 8 + "o\u0301"


@pytest.mark.parametrize("sign", ["\n", "\t", "\x00", "\x85", "\u2028"])
def test_a_name_is_one_line(sign: str) -> None:
    with pytest.raises(Invalid) as caught:
        typed.line("name", f"a{sign}b", 80)

    assert (caught.value.code, caught.value.field) == ("control_character", "name")


@pytest.mark.parametrize("address", ["jan@example.org", "j.d+x@mail.example.co", "rené@exämple.nl"])
def test_an_address_that_mail_could_reach_is_taken(address: str) -> None:
    assert typed.email(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "jan",
        "@example.org",
        "jan@",
        "jan@localhost",
        "jan@a..b",
        "a b@c.de",
        "<a@b.cd>",
        "a@b@c.de",
    ],
)
def test_what_mail_could_not_reach_is_no_address(address: str) -> None:
    with pytest.raises(Invalid, match="bad_email"):
        typed.email(address)


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("https://blog.example/a?b#c", "https://blog.example/a?b#c"),
        ("HTTP://blog.example", "HTTP://blog.example"),
        ("blog.example", "https://blog.example"),
        ("blog.example:8080/x", "https://blog.example:8080/x"),
        ("bücher.example", "https://bücher.example"),
        ("", None),
    ],
)
def test_a_website_is_an_absolute_address(given: str, link: str | None) -> None:
    assert typed.website(given) == link


@pytest.mark.parametrize(
    "given",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//blog.example",
        "/about",
        "blog",
        "https://",
        "https://a@b.example",
        "https://b.example:99999",
        "https://[::1",
        'https://b.example/"onclick',
        "https://b.example/<x>",
        "ftp://b.example",
        "https://b.example/a b",
    ],
)
def test_what_is_no_web_address_is_no_website(given: str) -> None:
    with pytest.raises(Invalid, match="bad_website"):
        typed.website(given)


@pytest.mark.parametrize("tag", ["nl", "nl-BE", "zh-Hant-TW", None])
def test_a_language_tag_is_taken(tag: str | None) -> None:
    assert typed.language(tag) == tag


@given(st.text())
def test_whatever_is_typed_is_a_clean_line_or_refused(text: str) -> None:
    for clean in (typed.email, typed.website, typed.language):
        try:
            made = clean(text)
        except Invalid:
            continue
        assert made is None or (made == made.strip() and "\n" not in made)
