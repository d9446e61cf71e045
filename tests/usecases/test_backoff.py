"""Whoever guesses waits longer and longer; nobody else does (S-28)."""

import pytest

from service.domain.errors import TooMany
from service.usecases.backoff import (
    ATTACKED_FROM,
    FREE_OF_ADDRESS,
    FREE_OF_PAIR,
    LONGEST_OF_PAIR,
    Backoff,
)


class StillClock:
    def __init__(self) -> None:
        self.now = 1_790_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def still() -> StillClock:
    return StillClock()


@pytest.fixture
def backoff(still: StillClock) -> Backoff:
    return Backoff(still)


def waited(backoff: Backoff, account: str, network: str) -> int:
    """Tries once; the seconds to wait, 0 when the try was let in."""
    try:
        backoff.enter(account, network)
    except TooMany as error:
        return error.retry_after
    return 0


def fail(backoff: Backoff, times: int, account: str = "anna", network: str = "here") -> None:
    for _ in range(times):
        backoff.enter(account, network)


def test_the_first_tries_are_free(backoff: Backoff) -> None:
    fail(backoff, FREE_OF_PAIR)

    assert waited(backoff, "anna", "here") == 1


def test_each_failure_doubles_the_wait(backoff: Backoff, still: StillClock) -> None:
    fail(backoff, FREE_OF_PAIR)
    waits = []
    for _ in range(6):
        waits.append(waited(backoff, "anna", "here"))
        still.now += waits[-1] * 1000
        fail(backoff, 1)

    assert waits == [1, 2, 4, 8, 16, 32]


def test_the_wait_has_an_end(backoff: Backoff, still: StillClock) -> None:
    waits = []
    for _ in range(40):
        waits.append(waited(backoff, "anna", "here"))
        still.now += waits[-1] * 1000

    assert max(waits) == LONGEST_OF_PAIR


def test_a_refusal_says_why(backoff: Backoff) -> None:
    fail(backoff, FREE_OF_PAIR)

    with pytest.raises(TooMany, match="too_many_tries"):
        backoff.enter("anna", "here")


def test_a_refused_try_does_not_lengthen_the_wait(backoff: Backoff, still: StillClock) -> None:
    fail(backoff, FREE_OF_PAIR + 0)
    for _ in range(10):
        assert waited(backoff, "anna", "here") == 1

    still.now += 1000
    assert waited(backoff, "anna", "here") == 0


def test_a_flood_from_one_address_keeps_nobody_out_elsewhere(
    backoff: Backoff, still: StillClock
) -> None:
    for _ in range(500):
        still.now += 1000
        waited(backoff, "anna", "attacker")

    assert waited(backoff, "anna", "home") == 0


def test_a_flood_from_many_addresses_leaves_each_other_one_its_try(
    backoff: Backoff, still: StillClock
) -> None:
    for number in range(ATTACKED_FROM):
        fail(backoff, 1, network=f"bot {number}")

    assert waited(backoff, "anna", "home") == 0
    assert waited(backoff, "anna", "home") == 1
    assert waited(backoff, "anna", "bot 1") == 1
    assert waited(backoff, "bea", "home") == 0


def test_an_address_that_tries_many_accounts_waits_too(backoff: Backoff) -> None:
    for number in range(FREE_OF_ADDRESS):
        fail(backoff, 1, account=f"account {number}")

    assert waited(backoff, "one more", "here") == 1
    assert waited(backoff, "one more", "elsewhere") == 0


def test_success_forgets_what_the_account_s_own_person_mistyped(backoff: Backoff) -> None:
    fail(backoff, FREE_OF_PAIR)
    backoff.succeed("anna", "here")

    fail(backoff, FREE_OF_PAIR)
    assert waited(backoff, "anna", "here") == 1


def test_an_account_of_ones_own_gives_no_free_tries_at_others(backoff: Backoff) -> None:
    for number in range(FREE_OF_ADDRESS):
        fail(backoff, 1, account=f"account {number}")
    # The try with one's own account was let in before; its success takes only itself back.
    backoff.succeed("own", "here")
    fail(backoff, 1, account="another")

    assert waited(backoff, "one more", "here") == 1


def test_a_try_taken_back_leaves_those_before_it(backoff: Backoff) -> None:
    fail(backoff, FREE_OF_PAIR)
    backoff.take_back("anna", "here")
    fail(backoff, 1)

    assert waited(backoff, "anna", "here") == 1


def test_what_was_is_forgotten_after_hours(backoff: Backoff, still: StillClock) -> None:
    fail(backoff, FREE_OF_PAIR)
    still.now += 2 * 60 * 60 * 1000

    fail(backoff, FREE_OF_PAIR)


def test_a_clock_set_back_lets_nobody_wait_longer(backoff: Backoff, still: StillClock) -> None:
    fail(backoff, FREE_OF_PAIR)
    still.now -= 86_400_000

    assert waited(backoff, "anna", "here") == 1


def test_its_memory_is_bounded(still: StillClock) -> None:
    backoff = Backoff(still, max_keys=100)

    for number in range(1_000):
        backoff.enter(f"account {number}", f"network {number}")

    assert len(backoff) == 100
