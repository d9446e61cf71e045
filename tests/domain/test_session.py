"""Sessions and the token of their forms."""

from service.domain.moderator import Moderator, Role
from service.domain.session import csrf_matches, csrf_token, masked_csrf, new_session

ANNA = Moderator(1, "anna", "Anna", "a@blog.example", Role.OWNER, "hash", 0)


def test_a_form_carries_its_own_sessions_token() -> None:
    one, other = (new_session(ANNA, None, "", 0).opened for _ in range(2))

    assert csrf_matches(one.csrf, one)
    for wrong in (None, "", other.csrf, one.csrf[:-1], "\ud800", "é" * 32):
        assert not csrf_matches(wrong, one)


def test_under_a_mask_it_is_another_text_each_time() -> None:
    one, other = (new_session(ANNA, None, "", 0).opened for _ in range(2))

    shown = [masked_csrf(one) for _ in range(100)]

    assert len(set(shown)) == len({text[:32] for text in shown}) == len(shown)
    assert len({text[32:] for text in shown}) == len(shown)
    assert all(csrf_matches(text, one) for text in shown)
    assert not any(one.csrf in text for text in shown)
    assert not any(csrf_matches(text, other) for text in shown)


def test_under_a_mask_nothing_but_the_token_will_do() -> None:
    one = new_session(ANNA, None, "", 0).opened
    shown = masked_csrf(one)
    changed = f"{int(shown, 16) ^ 1:064x}"

    wrong = (shown[:32], shown[32:], shown[32:] * 2, "0" * 64, "z" * 64, "é" * 64, "\ud800" * 64)
    for text in (changed, shown + "0", f" {shown}", *wrong):
        assert not csrf_matches(text, one)
    assert csrf_matches(shown[32:] + shown[:32], one)


def test_the_token_tells_nothing_of_the_session() -> None:
    made = new_session(ANNA, None, "", 0)
    secret = made.text.split("_", 2)[2]

    assert made.opened.csrf == csrf_token(secret)
    assert made.opened.csrf not in made.text
    assert made.opened.csrf not in repr(made)
    assert made.opened.session.secret_hash not in repr(made)
    assert "hash" not in repr(ANNA)
