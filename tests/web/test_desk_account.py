"""The desk's people and one's own account."""

import re

import pytest

from tests.web.browser import OURS, PASSWORD
from tests.web.desk_client import (
    QUEUE,
    DeskClient,
    at_desk,
    words,
)
from tests.web.running_service import RunningService


async def test_statistics_count_what_people_decided(service: RunningService) -> None:
    for action in ("approve", "spam"):
        await service.decide(await service.post(text=f"Tekst {action}"), action)
    await service.post(text="Wacht nog")
    service.clock.pass_seconds(3_600)

    desk = await at_desk(service)
    page = words(await desk.get("/moderate/statistics?site=blog"))
    dutch = words(await desk.get("/moderate/statistics?site=blog&lang=nl"))

    assert "1 comment waits. The oldest has waited for 1 hour." in page
    assert "23 Nov 2026 1 1" in page
    assert "1 reactie wacht. De oudste wacht al 1 uur." in dutch


async def test_people_are_invited_removed_and_given_tokens(service: RunningService) -> None:
    desk = await at_desk(service)
    people = await desk.get("/moderate/people")

    invited = await desk.press(
        people.form("/moderate/people", act="invite"), name="Bea", role="moderator", site="blog"
    )
    link = re.search(r"/moderate/invitation#(\S+?)<", invited.html)
    assert link is not None
    bea = DeskClient(service)
    form = (await bea.get("/moderate/invitation")).form("/moderate/invitation")
    inside = await bea.press(
        form, secret=link[1], name="Bea", email="bea@blog.example", password=PASSWORD
    )
    token = await desk.press(
        invited.form("/moderate/people", act="token"),
        name="laptop",
        role="viewer",
        site="*",
        days="5",
    )
    newest = [form for form in token.read.forms if ("act", "revoke_token") in form.fields][-1]
    revoked = await desk.press(newest)
    removed = await desk.press(revoked.form("/moderate/people", act="remove"))

    assert inside.path == QUEUE
    assert "rct_" in token.html
    assert "laptop" in words(token)
    assert "laptop" not in words(revoked)
    assert "Remove Yes, remove Bea" in words(revoked)
    assert "Bea" not in words(removed)
    assert (await bea.get(QUEUE)).path.startswith("/moderate/sign-in")


async def test_a_token_for_several_sites_is_made_on_the_page(service: RunningService) -> None:
    desk = await at_desk(service)
    form = (await desk.get("/moderate/people")).form("/moderate/people", act="token")

    made = await desk.press(form, name="bot", role="viewer", site="blog", on="admin@open")
    wrong = await desk.press(form, name="bot", role="viewer", site="blog", on="king@open")

    assert "bot · viewer (blog), admin (open)" in words(made)
    assert wrong.status == 422


async def test_what_is_wrong_with_people_is_said(service: RunningService) -> None:
    desk = await at_desk(service)
    people = await desk.get("/moderate/people")

    nameless = await desk.press(people.form("/moderate/people", act="token"), name=" ")
    unknown = await desk.press(
        people.form("/moderate/people", act="invite"), name="Bea", role="viewer", site="nope"
    )
    invited = await desk.press(
        people.form("/moderate/people", act="invite"), name="Bea", role="viewer", site="*"
    )
    revoked = await desk.press(invited.form("/moderate/people", act="revoke_invitation"))

    assert (nameless.status, unknown.status) == (422, 404)
    assert "Open invitations" in words(invited)
    assert "Open invitations" not in words(revoked)


async def test_ones_own_password_is_changed_and_sessions_are_ended(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    other = DeskClient(service)
    await other.browser.sign_in()
    account = await desk.get("/moderate/account")

    ended = await desk.press(account.form("/moderate/account", act="end"))
    gone = await other.get(QUEUE)
    wrong = await desk.press(
        ended.form("/moderate/account", act="password"), password="mis", new_password=f"{PASSWORD}!"
    )
    changed = await desk.press(
        ended.form("/moderate/account", act="password"),
        password=PASSWORD,
        new_password=f"{PASSWORD}!",
    )

    assert gone.path.startswith("/moderate/sign-in")
    assert wrong.status == 422
    assert "Your password was changed." in words(changed)


async def test_the_second_factor_is_turned_on_and_off(service: RunningService) -> None:
    desk = await at_desk(service)
    form = (await desk.get("/moderate/account")).form("/moderate/account", act="factor_on")
    secret = dict(form.fields)["secret"]
    codes = service.services.gate.codes

    on = await desk.press(form, password=PASSWORD, code=code_of(secret, service))
    recovery = re.search(r'<pre class="secret">(\S+)', on.html)
    assert recovery is not None
    off = await desk.press(
        (await desk.get("/moderate/account")).form("/moderate/account", act="factor_off"),
        password=PASSWORD,
        code=recovery[1],
    )

    assert codes is not None
    assert "Recovery codes" in words(on)
    assert off.form("/moderate/account", act="factor_on")


async def test_a_code_is_asked_for_after_the_password(service: RunningService) -> None:
    desk = await at_desk(service)
    form = (await desk.get("/moderate/account")).form("/moderate/account", act="factor_on")
    secret = dict(form.fields)["secret"]
    await desk.press(form, password=PASSWORD, code=code_of(secret, service))
    stranger = DeskClient(service)
    service.clock.pass_seconds(60)

    signing_in = (await stranger.get("/moderate/sign-in")).form("/moderate/sign-in")
    asked = await stranger.press(signing_in, email="anna@blog.example", password=PASSWORD)
    inside = await stranger.press(
        asked.form("/moderate/sign-in"), password=PASSWORD, code=code_of(secret, service)
    )

    assert asked.status == 401
    assert "<details open>" in asked.html
    assert inside.path == QUEUE


def code_of(secret: str, service: RunningService) -> str:
    """What the app shows at the service's time."""
    import pyotp  # noqa: PLC0415 -- for this only

    return pyotp.TOTP(secret).at(service.clock() // 1000)


async def test_a_mistyped_code_keeps_the_secret_that_the_app_knows_already(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    form = (await desk.get("/moderate/account")).form("/moderate/account", act="factor_on")
    secret = dict(form.fields)["secret"]

    mistyped = await desk.press(form, password=PASSWORD, code="000000")
    again = mistyped.form("/moderate/account", act="factor_on")
    on = await desk.press(again, password=PASSWORD, code=code_of(secret, service))

    assert mistyped.status == 422
    assert "Recovery codes" in words(on)


async def test_an_invitation_made_behind_a_proxy_is_a_link_over_tls(
    service: RunningService,
) -> None:
    near = await at_desk(service)
    secret = near.browser.cookies["reactie"]
    far = {"Host": "blog.example", "X-Forwarded-Proto": "https", **OURS}
    fields = [("act", "invite"), ("name", "Bea"), ("role", "viewer"), ("site", "blog")]

    here = await near.post("/moderate/people", fields)
    near.browser.cookies["__Host-reactie"] = secret
    there = await near.post("/moderate/people", fields, sent=far)

    assert "http://127.0.0.1" in here.html
    assert "https://blog.example/moderate/invitation#" in there.html


@pytest.mark.parametrize("days", ["-1", "99999999999"])
async def test_a_token_for_days_that_cannot_be_is_not_made_for_ever(
    service: RunningService, days: str
) -> None:
    desk = await at_desk(service)
    before = len(await service.storage.accounts.tokens())
    form = (await desk.get("/moderate/people")).form("/moderate/people", act="token")

    refused = await desk.press(form, name="bot", role="viewer", site="*", days=days)

    assert refused.status == 400
    assert "days is outside its range." in words(refused)
    assert len(await service.storage.accounts.tokens()) == before
