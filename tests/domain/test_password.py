"""What a password must be."""

import pytest

from service.domain.errors import Invalid
from service.domain.password import PASSWORD_MAX, normal_form, read_password


@pytest.mark.parametrize(
    "password", ["een lange zin", "x1y2" * 50, "pässwörd mit ümläut", "密码很长很长很长很长很长吧"]
)
def test_long_ones_are_taken_whatever_they_are_made_of(password: str) -> None:
    assert read_password(password, "anna@blog.example", "Anna") == normal_form(password)


def test_every_keyboard_gives_the_same() -> None:
    assert read_password("caf\u00e9 au lait chaud") == read_password("cafe\u0301 au lait chaud")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("x" * 11, "short_password"),
        ("", "short_password"),
        ("ab1! " * 41, "too_long"),
        ("Password1234", "weak_password"),
        ("WELKOM123456", "weak_password"),
        ("correct horse battery staple", "weak_password"),
        ("aaaaaaaaaaaaaa", "weak_password"),
        ("121212121212", "weak_password"),
        ("anna@blog.example", "weak_password"),
        ("annaannaanna12", "weak_password"),
        ("Anna de Vries", "weak_password"),
    ],
)
def test_others_are_refused_with_a_reason(password: str, code: str) -> None:
    with pytest.raises(Invalid) as error:
        read_password(password, "anna@blog.example", "Anna de Vries")

    assert (error.value.code, error.value.field) == (code, "password")
    assert password not in str(error.value) or not password


def test_short_names_do_not_make_a_password_weak() -> None:
    assert read_password("aapnootmieswim", "a@blog.example", "a")


def test_no_more_is_read_than_can_be_right() -> None:
    assert len(normal_form("x" * 1_000_000)) > PASSWORD_MAX
    assert len(normal_form("x" * 1_000_000)) < 1_000
