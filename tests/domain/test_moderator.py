"""Roles and the text of API tokens."""

import pytest

from service.domain.moderator import Role, new_token_text, split_token_text


def test_each_role_covers_itself_and_the_roles_below_it() -> None:
    order = [Role.VIEWER, Role.MODERATOR, Role.ADMIN, Role.OWNER]

    covered = {(one, other) for one in order for other in order if one.covers(other)}

    assert covered == {(one, other) for i, one in enumerate(order) for other in order[: i + 1]}


def test_a_tokens_text_gives_back_its_id_and_secret() -> None:
    text, secret = new_token_text("ab12")

    assert text.startswith("rct_ab12_")
    assert split_token_text(text) == ("ab12", secret)


def test_two_tokens_never_share_a_secret() -> None:
    assert new_token_text("a")[1] != new_token_text("a")[1]


@pytest.mark.parametrize(
    "text", ["", "rct", "rct_", "rct_a", "rct_a_", "rct__s", "abc_a_s", "ra_b"]
)
def test_what_does_not_look_like_a_token_is_none(text: str) -> None:
    assert split_token_text(text) is None
