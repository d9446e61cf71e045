"""Signing in: what it takes, and what it tells (S-27, S-28)."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.errors import TooMany, Unauthorized
from service.usecases.backoff import FREE_OF_PAIR
from service.usecases.remove_moderator import remove_moderator
from tests.usecases.altered import Overtaken
from tests.usecases.people import HERE, PASSWORD, Office, acting

HOUR = 60 * 60 * 1000


async def refused(office: Office, **tried: str) -> str:
    with pytest.raises(Unauthorized) as error:
        await office.sign_in(**tried)
    return error.value.code


async def test_a_session_is_its_moderators(office: Office) -> None:
    anna = await office.person()

    made = await office.sign_in()

    opened = await office.authenticate(made.text)
    assert opened.moderator == anna
    assert opened.csrf == made.opened.csrf
    assert opened.session.agent == "Firefox"
    assert opened.session.network
    assert HERE not in repr(opened.session)


async def test_the_secret_is_stored_nowhere_and_shown_nowhere(office: Office) -> None:
    await office.person()

    made = await office.sign_in()

    secret = made.text.split("_", 2)[2]
    stored = await office.storage.accounts.session(made.opened.session.public_id)
    assert len(secret) == 43
    assert secret not in repr(stored)
    assert secret not in repr(made)
    assert PASSWORD not in repr(stored)


async def test_each_session_has_an_id_of_its_own(office: Office) -> None:
    await office.person()

    texts = {(await office.sign_in()).text for _ in range(3)}

    assert len(texts) == 3


async def test_unknown_accounts_and_wrong_passwords_are_refused_alike_at_the_same_cost(
    office: Office,
) -> None:
    await office.person()
    office.passwords.asked.clear()

    codes = [await refused(office, name=name, password="x" * 12) for name in ("Anna", "Nobody")]

    assert codes == ["bad_login", "bad_login"]
    assert [password for _, password in office.passwords.asked] == ["x" * 12] * 2


async def test_whoever_guesses_has_to_wait(office: Office) -> None:
    await office.person()
    for name in ("Anna", "Nobody"):
        for _ in range(FREE_OF_PAIR):
            await refused(office, name=name, password="guess")
        office.passwords.asked.clear()

        with pytest.raises(TooMany):
            await office.sign_in(name, PASSWORD)

        assert office.passwords.asked == []
    await office.sign_in(network="198.51.100.0/24")


async def test_tries_at_the_same_moment_all_count(office: Office) -> None:
    await office.person()

    answers = await asyncio.gather(
        *(office.sign_in(password="guess") for _ in range(50)), return_exceptions=True
    )

    let_in = [answer for answer in answers if isinstance(answer, Unauthorized)]
    assert len(let_in) == FREE_OF_PAIR


async def test_the_case_and_unicode_form_of_what_is_typed_do_not_matter(office: Office) -> None:
    await office.person("Anna", email="ANNA@Blog.example")

    await office.sign_in("anna", PASSWORD)


async def test_a_password_is_hashed_anew_when_its_cost_changed(office: Office) -> None:
    anna = await office.person()
    office.passwords.kind = "dear"

    await office.sign_in()

    assert (await office.moderator(anna.public_id)).password == f"dear:{PASSWORD}"
    await office.sign_in()


@pytest.mark.parametrize("what", ["password", "totp_secret"])
async def test_what_was_proven_must_still_hold(office: Office, what: str) -> None:
    anna = await office.person()
    changed = replace(anna, **{what: "another"})

    async def meanwhile() -> None:
        await office.storage.write(lambda tx: tx.accounts.change_moderator(changed))

    office.guarded["storage"] = Overtaken(office.storage, meanwhile)

    assert await refused(office) == "bad_login"


async def test_whoever_is_removed_meanwhile_is_not_let_in(office: Office) -> None:
    anna = await office.person()

    async def meanwhile() -> None:
        await remove_moderator(anna.public_id, by=acting(boss), **office.kept)

    boss = await office.person("Boss")
    office.guarded["storage"] = Overtaken(office.storage, meanwhile)

    assert await refused(office) == "bad_login"
