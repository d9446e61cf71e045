"""Signing in and out over HTTP: cookies, who one is, passwords, codes (S-27, S-29, S-31)."""

import pyotp
import pytest

from service.domain.moderator import Role, Roles
from service.domain.session import IDLE_MS
from tests.web.browser import (
    ADMIN,
    PASSWORD,
    SESSION,
    SESSIONS,
    Browser,
    person,
    set_cookies,
    signed_in,
)
from tests.web.running_service import QUEUE, RunningService

NEW = "een andere zin met woorden"


async def test_a_session_does_what_a_token_does_under_ones_own_name(
    service: RunningService,
) -> None:
    browser = await signed_in(service, roles=Roles(Role.MODERATOR))
    posted = (await service.post()).json["id"]

    queue = await browser.get(QUEUE)
    decided = await browser.post(f"{QUEUE}/{posted}/decisions", {"action": "approve", "version": 1})

    assert [item["id"] for item in queue.json["items"]] == [posted]
    anna = await service.storage.accounts.moderator_by_email("anna@blog.example")
    assert anna is not None
    assert decided.json["decision"]["by"] == {
        "kind": "moderator",
        "id": anna.public_id,
        "name": "Anna",
    }


async def test_who_one_is_and_with_which_roles(service: RunningService) -> None:
    blog = await service.storage.sites.by_slug("blog")
    assert blog is not None
    browser = await signed_in(service, roles=Roles(Role.VIEWER, {blog.id: Role.ADMIN}))

    reply = await browser.get(SESSION)

    assert reply.json["moderator"]["roles"] == {"*": "viewer", "blog": "admin"}
    assert reply.json["moderator"]["second_factor"] is False
    assert reply.headers["Cache-Control"] == "no-store"
    assert "password" not in reply.text


async def test_on_ones_own_machine_the_cookie_needs_no_tls(service: RunningService) -> None:
    await person(service)

    (cookie,) = set_cookies(await Browser(service).sign_in())

    assert cookie.key == "reactie"
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
    assert cookie["secure"] == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "blog.example"},
        {"Host": "192.0.2.1:8080"},
        {"X-Forwarded-For": "192.0.2.1"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "for=192.0.2.1"},
        {"Host": "localhost.evil.example"},
    ],
)
async def test_anywhere_else_the_cookie_is_for_this_host_alone_and_tls(
    service: RunningService, headers: dict[str, str]
) -> None:
    browser = await signed_in(service, **headers)

    assert [*browser.cookies] == ["__Host-reactie"]
    (cookie,) = set_cookies(await browser.sign_in())
    assert cookie["secure"] is True
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
    assert (await browser.get(SESSION)).status == 200


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:8080"])
async def test_loopback_has_more_than_one_name(service: RunningService, host: str) -> None:
    browser = await signed_in(service, Host=host)

    assert [*browser.cookies] == ["reactie"]


async def test_the_plain_cookie_is_read_from_nowhere_else(service: RunningService) -> None:
    browser = await signed_in(service)
    browser.headers["Host"] = "blog.example"

    assert (await browser.get(SESSION)).code == (401, "bad_token", None)


async def test_signing_in_again_gives_a_new_session(service: RunningService) -> None:
    browser = await signed_in(service)
    before = dict(browser.cookies)

    await browser.sign_in()

    assert browser.cookies != before


async def test_a_session_that_somebody_else_chose_is_not_taken_over(
    service: RunningService,
) -> None:
    await person(service)
    browser = Browser(service)
    browser.cookies = {"reactie": "rcs_chosen_by-an-attacker"}

    await browser.sign_in()

    assert "attacker" not in browser.cookies["reactie"]


async def test_whoever_signs_out_is_out_on_the_server_too(service: RunningService) -> None:
    browser = await signed_in(service)
    kept = dict(browser.cookies)

    reply = await browser.delete(SESSION)

    assert reply.json == {"done": True}
    assert browser.cookies == {}
    browser.cookies = kept
    assert (await browser.get(SESSION)).code == (401, "session_ended", None)


async def test_idle_sessions_end(service: RunningService) -> None:
    browser = await signed_in(service)
    service.clock.now += IDLE_MS - 1
    assert (await browser.get(SESSION)).status == 200

    service.clock.now += IDLE_MS

    assert (await browser.get(SESSION)).code == (401, "session_ended", None)


async def test_one_sees_and_ends_ones_sessions(service: RunningService) -> None:
    here = await signed_in(service, **{"User-Agent": "Firefox \u202e/1"})
    there = Browser(service, **{"User-Agent": "Telefoon"})
    await there.sign_in()

    listed = (await here.get(SESSIONS)).json["items"]

    assert [item["agent"] for item in listed] == ["Telefoon", "Firefox /1"]
    assert [item["current"] for item in listed] == [False, True]
    await here.delete(f"{SESSIONS}/{listed[0]['id']}")
    assert (await there.get(SESSION)).code == (401, "session_ended", None)
    assert (await here.delete(f"{SESSIONS}/{listed[0]['id']}")).code == (
        404,
        "unknown_session",
        None,
    )


async def test_owners_alone_see_everybodys_sessions(service: RunningService) -> None:
    owner = await signed_in(service, "Owner")
    anna = await signed_in(service, "Anna", Roles(Role.ADMIN))
    everybodys = {"query": {"whose": "everybodys"}}

    listed = (await owner.get(SESSIONS, **everybodys)).json["items"]

    assert [item["name"] for item in listed] == ["Anna", "Owner"]
    assert (await anna.get(SESSIONS, **everybodys)).code == (403, "role_too_low", "whose")


async def test_a_new_password_ends_other_sessions_and_gives_a_new_cookie(
    service: RunningService,
) -> None:
    here = await signed_in(service)
    there = Browser(service)
    await there.sign_in()
    before = dict(here.cookies)

    reply = await here.post(f"{ADMIN}/password", {"password": PASSWORD, "new_password": NEW})

    assert reply.status == 200
    assert here.cookies != before
    assert (await here.get(SESSION)).status == 200
    assert (await there.get(SESSION)).status == 401
    assert (await there.sign_in()).code == (401, "bad_login", None)
    assert (await there.sign_in(password=NEW)).status == 201


async def test_a_wrong_password_is_told_at_its_field(service: RunningService) -> None:
    browser = await signed_in(service)

    reply = await browser.post(f"{ADMIN}/password", {"password": "x", "new_password": NEW})
    weak = await browser.post(
        f"{ADMIN}/password", {"password": PASSWORD, "new_password": "wachtwoord123"}
    )

    assert reply.code == (422, "wrong_password", "password")
    assert weak.code == (422, "weak_password", "new_password")


async def test_codes_of_a_real_app(service: RunningService) -> None:
    browser = await signed_in(service)
    offered = (await browser.get(f"{ADMIN}/second-factor")).json
    app = pyotp.parse_uri(offered["uri"])
    assert isinstance(app, pyotp.TOTP)
    assert (app.issuer, app.name) == ("Reactie", "anna@blog.example")

    def code() -> str:
        return app.at(service.clock.now // 1000)

    on = await browser.post(
        f"{ADMIN}/second-factor",
        {"password": PASSWORD, "secret": offered["secret"], "code": code()},
    )
    assert on.status == 201
    recovery = on.json["recovery_codes"]
    other = Browser(service)
    assert (await other.sign_in()).code == (401, "code_required", "code")
    assert (await other.sign_in(code=code())).code == (401, "bad_code", "code")
    service.clock.pass_seconds(30)
    assert (await other.sign_in(code=code())).status == 201
    assert (await other.sign_in(code=recovery[0])).status == 201
    assert (await other.sign_in(code=recovery[0])).code == (401, "bad_code", "code")
    state = (await browser.get(f"{ADMIN}/second-factor")).json
    assert (state["on"], state["recovery_codes"]) == (True, 9)
    renewed = await browser.post(f"{ADMIN}/recovery-codes", {"password": PASSWORD})
    assert len(renewed.json["recovery_codes"]) == 10
    service.clock.pass_seconds(60)
    off = await browser.post(f"{ADMIN}/second-factor/off", {"password": PASSWORD, "code": code()})
    assert off.json == {"done": True}
    assert (await Browser(service).sign_in()).status == 201


async def test_a_code_is_good_a_step_before_and_after(service: RunningService) -> None:
    codes = service.services.gate.codes
    secret = codes.new_secret()
    now = service.clock.now
    totp = pyotp.TOTP(secret)

    steps = [
        codes.step_of(secret, totp.at(now // 1000 + 30 * around), now) for around in range(-3, 4)
    ]

    current = now // 30_000
    assert steps == [None, None, current - 1, current, current + 1, None, None]
    assert codes.step_of(secret, "", now) is None
    assert codes.step_of(secret, "１２３４５６", now) is None


async def test_a_token_is_no_person(service: RunningService) -> None:
    for path in (SESSION, SESSIONS, f"{ADMIN}/second-factor"):
        reply = await service.api.get(path, token=service.admin)

        assert reply.code == (403, "session_required", None)


async def test_a_token_goes_before_a_cookie(service: RunningService) -> None:
    browser = await signed_in(service)

    reply = await browser.get(QUEUE, token="rct_0_wrong")

    assert reply.code == (401, "bad_token", None)
