"""Proofs of identity, and the secrets handed to visitors."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.identity import (
    device_proof,
    edit_token,
    network_hash,
    new_public_id,
    token_hash,
    token_matches,
)
from service.domain.site import Site

BLOG = Site(1, "blog", "Blog", "nl", (), (), b"s" * 32)
OTHER = replace(BLOG, id=2, slug="other", secret=b"o" * 32)


@pytest.mark.parametrize("device", [None, "", "short", "x" * 15])
def test_a_device_token_that_could_be_guessed_proves_nothing(device: str | None) -> None:
    assert device_proof(BLOG, device) is None


def test_a_device_token_proves_the_same_visitor_on_one_site_only() -> None:
    device = "x" * 16

    assert device_proof(BLOG, device) == device_proof(BLOG, device)
    assert device_proof(BLOG, device) != device_proof(OTHER, device)
    assert device not in (device_proof(BLOG, device) or "")


def test_a_network_is_stored_so_that_it_cannot_be_found_by_trying() -> None:
    assert network_hash(BLOG, "192.0.2.0/24") == network_hash(BLOG, "192.0.2.0/24")
    assert network_hash(BLOG, "192.0.2.0/24") != network_hash(OTHER, "192.0.2.0/24")
    assert len(network_hash(BLOG, "192.0.2.0/24")) == 32


def test_each_comment_has_its_own_edit_token_and_always_the_same() -> None:
    assert edit_token(BLOG, "a") == edit_token(BLOG, "a")
    assert len({edit_token(BLOG, "a"), edit_token(BLOG, "b"), edit_token(OTHER, "a")}) == 3


def test_what_a_secret_is_for_is_part_of_it() -> None:
    assert device_proof(BLOG, "x" * 32) != network_hash(BLOG, "x" * 32)


@given(st.text(), st.text())
def test_a_token_matches_its_own_hash_only(token: str, other: str) -> None:
    assert token_matches(token, token_hash(token))
    assert token_matches(other, token_hash(token)) == (other == token)


def test_a_token_of_lone_surrogates_is_compared_like_any_other() -> None:
    assert not token_matches("\ud800", token_hash("x"))


def test_public_ids_are_random_and_128_bits_long() -> None:
    made = {new_public_id() for _ in range(100)}

    assert len(made) == 100
    assert all(len(bytes.fromhex(one)) == 16 for one in made)
