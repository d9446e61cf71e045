"""Rule sets, replays and the model through the admin API."""

import asyncio
from typing import Any

import pytest

from service.domain.moderator import Role
from tests.web.api_client import Reply
from tests.web.running_service import RunningService

SETS = "/api/v1/admin/rule-sets"
REPLAYS = "/api/v1/admin/replays"
STRICT = {"rules": {"word_list": {"options": {"words": ["kip"]}}}}


async def save(service: RunningService, content: dict[str, Any], site: str = "open") -> Reply:
    return await service.api.post(SETS, {"site": site, "content": content}, token=service.admin)


async def move(service: RunningService, version: int, state: str, **more: Any) -> Reply:
    body = {"site": "open", "state": state, **more}
    return await service.api.post(f"{SETS}/{version}/state", body, token=service.admin)


async def get(service: RunningService, path: str, **query: str) -> Reply:
    return await service.api.get(path, {"site": "open", **query}, token=service.admin)


async def test_a_saved_rule_set_is_a_draft_with_remarks(service: RunningService) -> None:
    saved = await save(service, {**STRICT, "hold_at": 99})

    assert saved.status == 201
    assert saved.json["version"] == 1
    assert [remark["code"] for remark in saved.json["remarks"]] == ["never_holds"]
    listed = await get(service, SETS)
    assert [(one["version"], one["state"]) for one in listed.json["items"]] == [(1, "draft")]


async def test_one_version_shows_all_that_it_says(service: RunningService) -> None:
    await save(service, STRICT)

    shown = await get(service, f"{SETS}/1")
    assert shown.json["content"]["rules"]["word_list"]["options"]["words"] == ["kip"]
    for version in ("2", "0", "one"):
        unknown = await get(service, f"{SETS}/{version}")
        assert unknown.code == (404, "unknown_rule_set", "version")


async def test_a_rule_set_with_a_mistake_is_told_with_its_place_and_not_kept(
    service: RunningService,
) -> None:
    saved = await save(service, {"rules": {"many_links": {"weigth": 2}}})

    assert saved.code == (422, "bad_rule_set", "content.rules.many_links.weigth")
    assert "weight" in saved.json["detail"]
    assert (await get(service, SETS)).json["items"] == []


async def test_a_version_comes_into_force_and_goes_out_again(service: RunningService) -> None:
    await save(service, STRICT)

    moved = await move(service, 1, "active")
    held = await service.post(site="open", text="Kip")
    await move(service, 1, "retired")
    published = await service.post(site="open", text="Kippen en een kip")

    assert (moved.json["state"], moved.json["moved_by"]) == ("active", "Anna")
    assert (held.status, published.status) == (202, 201)


async def test_the_shadow_is_reported(service: RunningService) -> None:
    empty = await get(service, "/api/v1/admin/shadow")
    await save(service, STRICT)
    await move(service, 1, "shadow")
    await service.post_public(text="Kip")

    report = await get(service, "/api/v1/admin/shadow")

    assert empty.json["version"] is None
    assert report.json["version"]["version"] == 1
    assert report.json["result"]["changes"] == {"publish>hold": 1}
    [sample] = report.json["result"]["samples"]["publish>hold"]
    assert (sample["text"], sample["people"]) == ("Kip", "undecided")


@pytest.mark.parametrize("asked", [{"content": STRICT}, {"version": 1}])
async def test_a_replay_is_worked_off_in_the_background(
    service: RunningService, asked: dict[str, Any]
) -> None:
    await save(service, STRICT)
    await service.post_public(text="Kip")
    working = asyncio.create_task(service.services.replayer.run())

    started = await service.api.post(REPLAYS, {"site": "open", **asked}, token=service.admin)
    path = f"{REPLAYS}/{started.json['id']}"
    async with asyncio.timeout(60):
        reply = started
        while reply.json["state"] != "done":
            reply = await service.api.get(path, token=service.admin)
    working.cancel()

    assert started.status == 202
    assert reply.json["result"]["summary"]["newly_held"] == 1
    listed = await get(service, REPLAYS)
    assert [one["id"] for one in listed.json["items"]] == [started.json["id"]]
    moved = await move(service, 1, "active", replay=started.json["id"])
    assert moved.json["replay"] == started.json["id"]


async def test_without_a_rule_set_the_one_in_force_is_replayed(service: RunningService) -> None:
    started = await service.api.post(REPLAYS, {"site": "open"}, token=service.admin)

    assert started.status == 202
    assert (started.json["done"], started.json["state"]) == (0, "running")


async def test_a_replay_of_nothing_known_is_refused(service: RunningService) -> None:
    body = {"site": "open", "version": 9}
    unknown = await service.api.post(REPLAYS, body, token=service.admin)
    not_there = await service.api.get(f"{REPLAYS}/{'0' * 32}", token=service.admin)

    assert unknown.code == (404, "unknown_rule_set", "version")
    assert not_there.code == (404, "unknown_replay", None)


async def test_a_wrong_replay_brings_nothing_into_force(service: RunningService) -> None:
    await save(service, STRICT)

    assert (await move(service, 1, "active", replay="x")).code == (422, "wrong_replay", "replay")
    assert (await move(service, 7, "active")).code == (404, "unknown_rule_set", "version")


async def test_a_token_of_another_site_sees_no_rule_sets(service: RunningService) -> None:
    await service.api.post(REPLAYS, {"site": "open"}, token=service.admin)
    token = await service.token(Role.ADMIN, "blog")
    [replay] = (await get(service, REPLAYS)).json["items"]

    listed = await service.api.get(SETS, {"site": "open"}, token=token)
    shown = await service.api.get(f"{REPLAYS}/{replay['id']}", token=token)

    assert listed.code == (404, "unknown_site", "site")
    assert shown.code == (404, "unknown_replay", None)


async def test_a_moderator_may_look_and_not_change(service: RunningService) -> None:
    token = await service.token(Role.MODERATOR)

    listed = await service.api.get(SETS, {"site": "open"}, token=token)
    saved = await service.api.post(SETS, {"site": "open", "content": {}}, token=token)

    assert (listed.status, saved.status) == (200, 403)


async def test_the_model_is_reviewed(service: RunningService) -> None:
    report = await get(service, "/api/v1/admin/model")

    assert report.json["version"] is None
    assert (report.json["decisions"], report.json["precision"]) == (0, None)


async def test_a_rule_set_can_be_checked_without_being_kept(service: RunningService) -> None:
    await service.post(site="open", text="Kip")
    body = {"site": "open", "content": {**STRICT, "hold_at": 99}}

    checked = await service.api.post(f"{SETS}/check", body, token=service.admin)

    assert checked.status == 200
    assert [remark["code"] for remark in checked.json["items"]] == ["never_holds"]
    assert (await get(service, SETS)).json["items"] == []


@pytest.mark.parametrize("number", ["9" * 400, "9" * 40, "1e999"])
async def test_a_number_that_no_program_holds_is_refused(
    service: RunningService, number: str
) -> None:
    body = f'{{"site": "open", "content": {{"hold_at": {number}}}}}'.encode()

    saved = await service.api.send("POST", SETS, raw=body, token=service.admin)

    assert saved.code == (422, "bad_rule_set", "content.hold_at")


async def test_a_replay_is_of_a_version_or_of_a_content(service: RunningService) -> None:
    await save(service, STRICT)
    body = {"site": "open", "version": 1, "content": {}}

    both = await service.api.post(REPLAYS, body, token=service.admin)
    backwards = await service.api.post(
        REPLAYS, {"site": "open", "since": 9, "until": 3}, token=service.admin
    )

    assert both.code == (422, "version_or_content", "version")
    assert backwards.code == (422, "empty_window", "until")


async def test_rules_without_a_vote_are_reported(service: RunningService) -> None:
    await save(service, {"rules": {"word_list": {"shadow": True, "options": {"words": ["kip"]}}}})
    await move(service, 1, "active")
    await service.post_public(text="Kip")

    report = await get(service, "/api/v1/admin/shadow")

    assert report.json["rules"] == [{"rule": "word_list", "texts": 1, "bad": 0, "good": 0}]


async def test_what_judges_is_not_put_into_the_shadow(service: RunningService) -> None:
    await save(service, STRICT)
    await move(service, 1, "active")

    moved = await move(service, 1, "shadow")

    assert moved.code == (409, "in_force", "version")


async def test_what_came_into_force_stands_in_the_log_of_the_site(service: RunningService) -> None:
    await save(service, STRICT)
    await move(service, 1, "active")

    told = (await get(service, "/api/v1/admin/site-events", limit="1")).json

    [event] = told["items"]
    assert (event["site"], event["act"], event["about"]["name"]) == ("open", "rule_set_active", "1")
    assert event["sentence"] == "Rule set 1 came into force."
    assert (event["previous"], len(event["hash"]), told["next"]) == ("", 64, None)
