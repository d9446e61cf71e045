"""Roles on every site and on single ones."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.moderator import ApiToken, Role, Roles

roles = st.builds(
    Roles,
    st.none() | st.sampled_from(Role),
    st.dictionaries(st.integers(1, 3), st.sampled_from(Role)),
)
SITES = (1, 2, 3, 4)


def rank(role: Role | None) -> int:
    return -1 if role is None else list(Role).index(role)


@given(roles)
def test_on_a_site_the_higher_role_counts(some: Roles) -> None:
    for site in SITES:
        both = (some.everywhere, some.on_sites.get(site))
        assert rank(some.on(site)) == max(map(rank, both))


@given(roles)
def test_the_highest_is_the_highest_anywhere(some: Roles) -> None:
    assert rank(some.highest) == max(rank(some.on(site)) for site in SITES)


@given(roles, st.sampled_from(Role))
def test_behind_a_door_nothing_is_left_of_what_is_too_low(some: Roles, needed: Role) -> None:
    left = some.reaching(needed)

    for site in SITES:
        before, after = some.on(site), left.on(site)
        assert after == (before if before is not None and before.covers(needed) else None)


@given(roles, roles)
def test_covering_is_as_much_or_more_everywhere(one: Roles, other: Roles) -> None:
    everywhere = rank(one.everywhere) >= rank(other.everywhere)
    on_sites = all(rank(one.on(site)) >= rank(other.on(site)) for site in other.on_sites)

    assert one.cover(other) == (everywhere and on_sites)


@given(roles)
def test_one_covers_oneself(some: Roles) -> None:
    assert some.cover(some)


def test_the_sites_are_all_or_those_with_a_role() -> None:
    assert Roles(Role.VIEWER, {1: Role.ADMIN}).sites is None
    assert Roles(None, {2: Role.ADMIN, 1: Role.VIEWER}).sites == (1, 2)
    assert Roles().sites == ()


def test_a_token_does_not_show_its_hash() -> None:
    token = ApiToken("id", "name", Roles(Role.ADMIN), "hash", 0)

    assert "hash" not in repr(token)
