"""Moderators, invitations, lost passwords, tokens and what happened, over HTTP."""

import pytest

from service.domain.moderator import Role, Roles
from tests.web.browser import ADMIN, PASSWORD, SESSION, Browser, person, signed_in
from tests.web.running_service import QUEUE, RunningService

INVITATIONS = f"{ADMIN}/invitations"
MODERATORS = f"{ADMIN}/moderators"
TOKENS = f"{ADMIN}/tokens"
RULE_SETS = f"{ADMIN}/rule-sets"
EVENTS = f"{ADMIN}/account-events"


@pytest.fixture
async def owner(service: RunningService) -> Browser:
    return await signed_in(service, "Owner")


async def joined(owner: Browser, roles: dict[str, str], name: str = "Bea") -> Browser:
    """The browser of somebody who accepted an invitation."""
    invited = (await owner.post(INVITATIONS, {"roles": roles, "name": name})).json
    browser = Browser(owner.service)
    reply = await browser.post(f"{ADMIN}/join", joining(invited["secret"], name))
    assert reply.status == 201, reply.text
    return browser


def joining(secret: str, name: str = "Bea", **changed: str) -> dict[str, str]:
    said = {"name": name, "email": f"{name.lower()}@blog.example", "password": PASSWORD}
    return {"secret": secret, **said, **changed}


async def id_of(owner: Browser, name: str) -> str:
    listed = (await owner.get(MODERATORS)).json["items"]
    return str(next(one["id"] for one in listed if one["name"] == name))


async def test_a_person_who_was_invited_moderates_the_sites_he_was_invited_for(
    owner: Browser,
) -> None:
    service = owner.service
    here, there = await service.post(), await service.post(site="open", text="http://a http://b")

    bea = await joined(owner, {"blog": "moderator"})

    listed = (await bea.get(QUEUE)).json["items"]
    assert [item["id"] for item in listed] == [here.json["id"]]
    decided = await bea.post(
        f"{QUEUE}/{here.json['id']}/decisions", {"action": "approve", "version": 1}
    )
    hidden = await bea.post(
        f"{QUEUE}/{there.json['id']}/decisions", {"action": "approve", "version": 1}
    )
    assert decided.status == 200
    assert hidden.code == (404, "unknown_comment", None)
    assert (await bea.get(MODERATORS)).code == (403, "role_too_low", None)


async def test_an_invitation_is_a_link_with_its_secret_behind_the_fragment(
    owner: Browser,
) -> None:
    made = (await owner.post(INVITATIONS, {"roles": {"*": "viewer"}, "days": 1})).json

    assert made["link"] == f"/moderate/invitation#{made['secret']}"
    (listed,) = (await owner.get(INVITATIONS)).json["items"]
    assert {**listed, "secret": made["secret"], "link": made["link"]} == made
    await owner.delete(f"{INVITATIONS}/{made['id']}")
    reply = await Browser(owner.service).post(f"{ADMIN}/join", joining(made["secret"]))
    assert reply.code == (403, "bad_link", "secret")


async def test_an_invitation_is_used_once_and_not_used_up_by_mistakes(owner: Browser) -> None:
    made = (await owner.post(INVITATIONS, {"roles": {"*": "viewer"}})).json
    browser = Browser(owner.service)
    for changed, code in (
        ({"password": "short"}, (422, "short_password", "password")),
        ({"password": "wachtwoord1234"}, (422, "weak_password", "password")),
        ({"email": "no address"}, (422, "bad_email", "email")),
        ({"email": ""}, (422, "bad_email", "email")),
        ({"name": " "}, (422, "bad_name", "name")),
        ({"email": "OWNER@blog.example"}, (409, "already_exists", "email")),
    ):
        reply = await browser.post(f"{ADMIN}/join", joining(made["secret"], **changed))
        assert reply.code == code

    first = await browser.post(f"{ADMIN}/join", joining(made["secret"]))
    again = await browser.post(f"{ADMIN}/join", joining(made["secret"], "Carl"))

    assert (first.status, again.status) == (201, 403)


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        ({}, (422, "no_role", "roles")),
        ({"nowhere": "viewer"}, (404, "unknown_site", "roles")),
        ({"a\0b": "viewer"}, (422, "control_character", "roles")),
        ({"blog": "boss"}, (400, "unknown_value", "roles")),
        ({"blog": ["viewer"]}, (400, "unknown_value", "roles")),
        ([], (400, "wrong_type", "roles")),
    ],
)
async def test_roles_that_are_none_are_refused(
    owner: Browser, roles: object, code: tuple[int, str, str]
) -> None:
    reply = await owner.post(INVITATIONS, {"roles": roles})

    assert reply.code == code


async def test_other_roles_end_sessions_at_once(owner: Browser) -> None:
    bea = await joined(owner, {"*": "admin"})

    reply = await owner.send(
        "PATCH", f"{MODERATORS}/{await id_of(owner, 'Bea')}", {"roles": {"open": "viewer"}}
    )

    assert reply.json["roles"] == {"open": "viewer"}
    assert (await bea.get(SESSION)).code == (401, "session_ended", None)
    await bea.sign_in("Bea")
    assert (await bea.get(SESSION)).json["moderator"]["roles"] == {"open": "viewer"}


async def test_there_is_always_an_owner(owner: Browser) -> None:
    own = f"{MODERATORS}/{await id_of(owner, 'Owner')}"

    demoted = await owner.send("PATCH", own, {"roles": {"*": "admin"}})
    removed = await owner.delete(own)

    assert demoted.code == removed.code == (409, "last_owner", None)
    await joined(owner, {"*": "owner"})
    assert (await owner.delete(own)).status == 200
    assert (await owner.get(SESSION)).status == 401


async def test_a_removed_moderator_is_out(owner: Browser) -> None:
    bea = await joined(owner, {"*": "admin"})
    token = (await bea.post(TOKENS, {"name": "script", "roles": {"*": "viewer"}})).json["token"]

    await owner.delete(f"{MODERATORS}/{await id_of(owner, 'Bea')}")

    assert (await bea.get(SESSION)).status == 401
    assert (await bea.sign_in("Bea")).code == (401, "bad_login", None)
    assert (await owner.service.api.get(QUEUE, token=token)).status == 401


async def test_a_lost_password_is_chosen_anew_by_a_link(owner: Browser) -> None:
    bea = await joined(owner, {"*": "admin"})
    door = f"{MODERATORS}/{await id_of(owner, 'Bea')}/reset"

    made = (await owner.post(door, {"second_factor": "drop"})).json
    assert made["link"] == f"/moderate/reset#{made['secret']}"
    new = {"secret": made["secret"], "password": "een nieuwe zin met woorden"}
    anybody = Browser(owner.service)
    assert (await anybody.post(f"{ADMIN}/reset", new)).json == {"done": True}

    assert (await anybody.post(f"{ADMIN}/reset", new)).code == (403, "bad_link", "secret")
    assert (await bea.get(SESSION)).status == 401
    assert (await bea.sign_in("Bea", new["password"])).status == 201


async def test_nobody_gets_round_his_own_password_by_a_link(owner: Browser) -> None:
    door = f"{MODERATORS}/{await id_of(owner, 'Owner')}/reset"

    reply = await owner.post(door, {"second_factor": "drop"})

    assert reply.code == (409, "own_account", None)


async def test_a_token_is_made_listed_and_revoked(owner: Browser) -> None:
    said = {"name": "laptop", "roles": {"blog": "moderator"}, "days": 1}
    made = (await owner.post(TOKENS, said)).json
    service = owner.service

    assert (await service.api.get(QUEUE, token=made["token"])).status == 200
    listed = (await owner.get(TOKENS)).json["items"]
    assert {**listed[-1], "token": made["token"]} == made
    service.clock.pass_seconds(24 * 60 * 60)
    expired = await service.api.get(QUEUE, token=made["token"])
    assert expired.code == (401, "token_expired", None)
    await owner.sign_in("Owner")
    await owner.delete(f"{TOKENS}/{made['id']}")
    assert (await service.api.get(QUEUE, token=made["token"])).code == (401, "bad_token", None)


async def test_a_token_without_days_does_not_expire(owner: Browser) -> None:
    made = (await owner.post(TOKENS, {"name": "laptop", "roles": {"*": "viewer"}})).json

    assert (made["expires_at"], made["roles"]) == (None, {"*": "viewer"})


async def test_a_token_has_a_role_on_each_of_its_sites(owner: Browser) -> None:
    roles = {"blog": "viewer", "open": "admin"}
    made = (await owner.post(TOKENS, {"name": "laptop", "roles": roles})).json
    api = owner.service.api

    saved = await api.post(RULE_SETS, {"site": "open", "content": {}}, token=made["token"])
    refused = await api.post(RULE_SETS, {"site": "blog", "content": {}}, token=made["token"])

    assert made["roles"] == roles
    assert saved.status == 201
    assert refused.code == (404, "unknown_site", "site")


async def test_an_owner_of_one_site_sees_no_role_on_another(owner: Browser) -> None:
    await owner.post(INVITATIONS, {"roles": {"blog": "viewer", "open": "admin"}})
    await joined(owner, {"blog": "viewer", "open": "moderator"})
    small = await joined(owner, {"blog": "owner"}, "Small")

    people = (await small.get(MODERATORS)).json["items"]
    [invitation] = (await small.get(INVITATIONS)).json["items"]

    assert [one["roles"] for one in people] == [
        {"*": "owner"},
        {"blog": "viewer"},
        {"blog": "owner"},
    ]
    assert invitation["roles"] == {"blog": "viewer"}


async def test_nobody_makes_a_token_for_more_than_he_may(owner: Browser) -> None:
    bea = await joined(owner, {"blog": "admin"})

    for said, code in (
        ({"*": "viewer"}, "beyond_own_roles"),
        ({"blog": "owner"}, "beyond_own_roles"),
        ({"open": "viewer"}, "unknown_site"),
    ):
        reply = await bea.post(TOKENS, {"name": "script", "roles": said})
        assert reply.json["code"] == code


async def test_a_token_manages_accounts_as_its_role_allows(service: RunningService) -> None:
    token = await service.token(Role.OWNER)
    bea = await person(service, "Bea", Roles(Role.VIEWER))

    reply = await service.api.send(
        "PATCH",
        f"{MODERATORS}/{bea.public_id}",
        body={"roles": {"*": "moderator"}},
        token=token,
    )
    events = (await service.api.get(EVENTS, token=token)).json["items"]

    assert reply.status == 200
    assert (events[0]["act"], events[0]["by"]["name"]) == ("roles_changed", "Anna")


async def test_what_happened_is_told_by_page(owner: Browser) -> None:
    bea = await joined(owner, {"*": "viewer"})
    await bea.delete(SESSION)

    first = (await owner.get(EVENTS, query={"limit": "2"})).json
    rest = (await owner.get(EVENTS, query={"cursor": first["next"]})).json

    acts = [event["act"] for event in [*first["items"], *rest["items"]]]
    assert acts == ["signed_out", "joined", "invited", "signed_in", "moderator_added", "token_made"]
    assert rest["next"] is None
    joined_event = first["items"][1]
    assert joined_event["by"]["name"] == joined_event["about"]["name"] == "Bea"
    assert joined_event["details"]["roles"] == {"*": "viewer"}
    assert len(joined_event["network"]) == 32
    assert "127.0.0" not in str(first)
