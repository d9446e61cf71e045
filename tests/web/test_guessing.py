"""Whoever guesses learns nothing and waits; nobody else does (S-27, S-28)."""

import statistics
import time

import pytest

from service.domain.moderator import Role
from service.usecases.backoff import FREE_OF_PAIR
from service.web.passwords import Argon2Passwords, with_cost
from tests.web.browser import ADMIN, PASSWORD, SESSION, SESSIONS, Browser, person, signed_in
from tests.web.conftest import Start
from tests.web.running_service import CHEAP, QUEUE, RunningService

THROUGH_PROXY = {"trusted_proxies": ["127.0.0.0/8"]}


async def test_an_unknown_account_and_a_wrong_password_are_answered_alike(
    service: RunningService,
) -> None:
    await person(service)

    answers = [await Browser(service).sign_in(name, "guess") for name in ("Anna", "Nobody")]

    known, unknown = answers
    assert known.code == unknown.code == (401, "bad_login", None)
    assert known.body == unknown.body
    without_date = [{k: v for k, v in each.headers.items() if k != "Date"} for each in answers]
    assert without_date[0] == without_date[1]


async def test_an_unknown_account_costs_the_same_time() -> None:
    passwords = Argon2Passwords(with_cost())
    hashed = await passwords.hash(PASSWORD)
    took: dict[str | None, list[float]] = {hashed: [], None: []}
    await passwords.verify(None, "guess")
    for _ in range(7):
        for each, times in took.items():
            began = time.process_time()
            assert not await passwords.verify(each, "guess")
            times.append(time.process_time() - began)

    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.5 < known / unknown < 2
    assert known > 0.005


async def test_passwords_are_argon2id_with_their_cost() -> None:
    hashed = await Argon2Passwords().hash(PASSWORD)

    assert hashed.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert not Argon2Passwords().is_outdated(hashed)
    assert await Argon2Passwords().verify(hashed, PASSWORD)
    assert not await Argon2Passwords().verify("no hash", PASSWORD)


async def test_nothing_opens_an_account_without_a_password() -> None:
    for guess in ("", PASSWORD, "nobody's password"):
        assert not await Argon2Passwords(CHEAP).verify(None, guess)


async def test_a_flood_from_one_address_keeps_nobody_out_elsewhere(start: Start) -> None:
    service = await start(**THROUGH_PROXY)
    await person(service)
    attacker = Browser(service, **{"X-Forwarded-For": "198.51.100.7"})
    for _ in range(FREE_OF_PAIR):
        assert (await attacker.sign_in(password="guess")).status == 401

    refused = await attacker.sign_in()

    assert refused.code == (429, "too_many_tries", None)
    assert refused.headers["Retry-After"] == "1"
    neighbour = Browser(service, **{"X-Forwarded-For": "198.51.100.8"})
    assert (await neighbour.sign_in()).status == 429
    owner = Browser(service, **{"X-Forwarded-For": "192.0.2.1"})
    assert (await owner.sign_in()).status == 201
    service.clock.pass_seconds(1)
    assert (await attacker.sign_in(password="guess")).status == 401
    again = await attacker.sign_in()
    assert again.headers["Retry-After"] == "2"


async def test_an_account_that_is_not_there_slows_down_alike(start: Start) -> None:
    service = await start(**THROUGH_PROXY)
    await person(service)
    answers: dict[str, list[bytes]] = {}
    for name, address in (("Anna", "192.0.2.1"), ("Nobody", "198.51.100.7")):
        browser = Browser(service, **{"X-Forwarded-For": address})
        replies = [await browser.sign_in(name, "guess") for _ in range(FREE_OF_PAIR + 3)]
        answers[name] = [reply.body for reply in replies]

    assert answers["Anna"] == answers["Nobody"]


async def test_passwords_are_not_guessed_in_a_session_either(service: RunningService) -> None:
    browser = await signed_in(service)
    said = {"password": "guess", "new_password": "een andere zin met woorden"}
    for _ in range(FREE_OF_PAIR):
        assert (await browser.post(f"{ADMIN}/password", said)).status == 422

    reply = await browser.post(f"{ADMIN}/password", said)

    assert reply.code == (429, "too_many_tries", None)
    assert (await browser.get(SESSION)).status == 200


@pytest.mark.parametrize("what", ["token", "session"])
async def test_unknown_ids_and_wrong_secrets_are_answered_alike(
    service: RunningService, what: str
) -> None:
    browser = await signed_in(service)
    if what == "token":
        text = await service.token(Role.OWNER)
    else:
        text = browser.cookies["reactie"]
    prefix, public_id, secret = text.split("_", 2)
    wrong = [
        f"{prefix}_{public_id}_{'A' * 43}",
        f"{prefix}_{'0' * 32}_{secret}",
        f"{prefix}_{public_id}_{secret[:-1]}",
    ]

    replies = []
    for each in wrong:
        if what == "token":
            replies.append(await service.api.get(QUEUE, token=each))
        else:
            replies.append(await service.api.get(QUEUE, headers={"Cookie": f"reactie={each}"}))

    assert {reply.status for reply in replies} == {401}
    assert len({reply.body for reply in replies}) == 1


async def test_no_secret_is_logged_or_listed(
    service: RunningService, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = await signed_in(service)
    session = browser.cookies["reactie"]
    made = (
        await browser.post(f"{ADMIN}/tokens", {"name": "laptop", "roles": {"*": "viewer"}})
    ).json
    invited = (await browser.post(f"{ADMIN}/invitations", {"roles": {"*": "viewer"}})).json
    await Browser(service).sign_in(password="a guess that nobody should see")
    secrets = [
        PASSWORD,
        "a guess that nobody should see",
        *(text.split("_", 2)[2] for text in (session, made["token"], invited["secret"])),
    ]

    shown = [
        (await browser.get(f"{ADMIN}/{listing}")).text
        for listing in ("tokens", "invitations", "sessions", "moderators", "account-events")
    ]
    output = "".join(capfd.readouterr())

    assert SESSIONS
    for secret in secrets:
        assert not [text for text in (*shown, output) if secret in text]
