"""Sessions and the token of their forms."""

from service.domain.moderator import Moderator, Role
from service.domain.session import csrf_matches, csrf_token, new_session

ANNA = Moderator(1, "anna", "Anna", "a@blog.example", Role.OWNER, "hash", 0)


def test_a_form_carries_its_own_sessions_token() -> None:
    one, other = (new_session(ANNA, None, "", 0).opened for _ in range(2))

    assert csrf_matches(one.csrf, one)
    for wrong in (None, "", other.csrf, one.csrf[:-1], "\ud800", "é" * 32):
        assert not csrf_matches(wrong, one)


def test_the_token_tells_nothing_of_the_session() -> None:
    made = new_session(ANNA, None, "", 0)
    secret = made.text.split("_", 2)[2]

    assert made.opened.csrf == csrf_token(secret)
    assert made.opened.csrf not in made.text
    assert made.opened.csrf not in repr(made)
    assert made.opened.session.secret_hash not in repr(made)
    assert "hash" not in repr(ANNA)
