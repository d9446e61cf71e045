"""One-time codes and recovery codes."""

import asyncio

import pytest

from service.domain.errors import Conflict, Invalid, TooMany, Unauthorized
from service.domain.moderator import Role, Roles
from service.domain.session import OpenSession, SignedIn
from service.usecases.backoff import FREE_OF_PAIR
from service.usecases.change_password import change_password
from service.usecases.remove_moderator import remove_moderator
from service.usecases.renew_recovery_codes import renew_recovery_codes
from service.usecases.turn_off_second_factor import turn_off_second_factor
from tests.usecases.people import HERE, PASSWORD, STEP_MS, Office, acting

NEW = "een andere zin met woorden"


async def change(
    office: Office, opened: OpenSession, password: str = PASSWORD, wanted: str = NEW
) -> SignedIn:
    return await change_password(opened, password, wanted, network=HERE, **office.guarded)


async def turn_off(office: Office, opened: OpenSession, code: str) -> None:
    await turn_off_second_factor(opened, PASSWORD, code, network=HERE, **office.guarded)


async def test_codes_are_asked_for_once_they_are_turned_on(office: Office) -> None:
    await office.person()
    await office.turn_on(await office.opened())

    with pytest.raises(Unauthorized) as missing:
        await office.sign_in()
    with pytest.raises(Unauthorized) as wrong:
        await office.sign_in(code="000000")
    made = await office.sign_in(code=office.code(1))

    assert (missing.value.code, missing.value.field) == ("code_required", "code")
    assert (wrong.value.code, wrong.value.field) == ("bad_code", "code")
    assert (await office.authenticate(made.text)).moderator.totp_secret is not None


async def test_a_code_is_good_for_once(office: Office) -> None:
    await office.person()
    await office.turn_on(await office.opened())
    later = office.code(1)
    await office.sign_in(code=later)

    for used in (later, office.code(0)):
        with pytest.raises(Unauthorized, match="bad_code"):
            await office.sign_in(code=used)
    office.clock.now += 2 * STEP_MS
    await office.sign_in(code=office.code())


async def test_the_code_that_turned_codes_on_is_used_up(office: Office) -> None:
    await office.person()
    opened = await office.opened()
    code = office.code()
    await office.turn_on(opened, code=code)

    with pytest.raises(Unauthorized, match="bad_code"):
        await office.sign_in(code=code)


async def test_of_the_same_code_sent_twice_at_once_one_is_let_in(office: Office) -> None:
    await office.person()
    await office.turn_on(await office.opened())

    answers = await asyncio.gather(
        *(office.sign_in(code=office.code(1)) for _ in range(3)), return_exceptions=True
    )

    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1


async def test_codes_cannot_be_guessed_by_whoever_has_the_password(office: Office) -> None:
    await office.person()
    await office.turn_on(await office.opened())
    for _ in range(FREE_OF_PAIR):
        # Leaving the code out is no guess, and must not make the guesses forgotten.
        with pytest.raises(Unauthorized, match="code_required"):
            await office.sign_in()
        with pytest.raises(Unauthorized, match="bad_code"):
            await office.sign_in(code="000000")

    with pytest.raises(TooMany):
        await office.sign_in(code="000000")


async def test_a_recovery_code_stands_in_for_the_app_once(office: Office) -> None:
    anna = await office.person()
    codes = await office.turn_on(await office.opened())

    await office.sign_in(code=codes[0].lower().replace("-", " "))

    with pytest.raises(Unauthorized, match="bad_code"):
        await office.sign_in(code=codes[0])
    await office.sign_in(code=codes[9])
    assert len(codes) == len(set(codes)) == 10
    assert await office.storage.accounts.recovery_codes(anna.id) == 8
    assert (await office.acts()).count("recovery_code_used") == 2


async def test_a_password_hashed_anew_forgets_no_used_code(office: Office) -> None:
    await office.person()
    await office.turn_on(await office.opened())
    office.passwords.kind = "dear"
    code = office.code(1)
    await office.sign_in(code=code)

    with pytest.raises(Unauthorized, match="bad_code"):
        await office.sign_in(code=code)


async def test_new_recovery_codes_replace_the_old(office: Office) -> None:
    await office.person()
    old = await office.turn_on(await office.opened())
    opened = (await office.sign_in(code=office.code(1))).opened

    new = await renew_recovery_codes(opened, PASSWORD, network=HERE, **office.guarded)

    with pytest.raises(Unauthorized, match="bad_code"):
        await office.sign_in(code=old[0])
    await office.sign_in(code=new[0])


async def test_there_are_no_recovery_codes_without_an_app(office: Office) -> None:
    await office.person()

    with pytest.raises(Conflict, match="second_factor_off"):
        await renew_recovery_codes(await office.opened(), PASSWORD, network=HERE, **office.guarded)


@pytest.mark.parametrize("secret", ["", "short", "j" * 32, "J" * 33, "0" * 32])
async def test_only_a_secret_like_ours_is_taken(office: Office, secret: str) -> None:
    await office.person()

    with pytest.raises(Invalid, match="bad_secret"):
        await office.turn_on(await office.opened(), secret=secret)


async def test_codes_are_turned_on_only_by_one_that_is_right(office: Office) -> None:
    anna = await office.person()

    with pytest.raises(Invalid, match="bad_code"):
        await office.turn_on(await office.opened(), code="000000")

    assert (await office.moderator(anna.public_id)).totp_secret is None


async def test_codes_are_not_turned_on_twice(office: Office) -> None:
    await office.person()
    opened = await office.opened()
    await office.turn_on(opened)

    with pytest.raises(Conflict, match="second_factor_on"):
        await office.turn_on(opened)


async def test_codes_are_turned_off_with_one_last_code(office: Office) -> None:
    anna = await office.person()
    opened = await office.opened()
    await office.turn_on(opened)
    with pytest.raises(Invalid, match="bad_code"):
        await turn_off(office, opened, "000000")

    await turn_off(office, opened, office.code(1))

    await office.sign_in()
    assert await office.storage.accounts.recovery_codes(anna.id) == 0
    assert "second_factor_off" in await office.acts()


async def test_the_last_code_cannot_be_guessed(office: Office) -> None:
    await office.person()
    opened = await office.opened()
    await office.turn_on(opened)
    for _ in range(FREE_OF_PAIR):
        with pytest.raises(Invalid, match="bad_code"):
            await turn_off(office, opened, "000000")

    with pytest.raises(TooMany):
        await turn_off(office, opened, "000000")


async def test_what_is_off_is_not_turned_off(office: Office) -> None:
    await office.person()

    with pytest.raises(Conflict, match="second_factor_off"):
        await turn_off(office, await office.opened(), "000000")


async def test_whoever_is_gone_meanwhile_changes_nothing(office: Office) -> None:
    boss = await office.person("Boss")
    anna = await office.person("Anna", Roles(Role.ADMIN))
    opened = await office.opened()
    await remove_moderator(anna.public_id, by=acting(boss), **office.kept)

    for act in (
        change(office, opened),
        office.turn_on(opened),
        turn_off(office, opened, "000000"),
    ):
        with pytest.raises(Unauthorized, match="session_ended"):
            await act
