"""The admin API's acts: decisions and undo."""

from typing import Any

import pytest

from tests.web.api_client import Reply
from tests.web.running_service import QUEUE, RunningService

UNDO = "/api/v1/admin/decisions/{}/undo"


async def _undo(service: RunningService, decided: Reply) -> Reply:
    path = UNDO.format(decided.json["decision"]["id"])
    return await service.api.post(path, token=service.admin)


async def test_a_decision_names_who_decided_what_when_and_why(service: RunningService) -> None:
    posted = await service.post()

    reply = await service.decide(posted, "reject", reason="off-topic", note="Twee\nregels")

    decision = reply.json["decision"]
    assert (decision["action"], decision["from"], decision["to"]) == (
        "reject",
        "pending",
        "rejected",
    )
    assert (decision["by"]["kind"], decision["by"]["name"]) == ("moderator", "Anna")
    assert decision["at"] == "2026-11-23T12:00:00.000Z"
    assert (decision["reason"], decision["note"]) == ("off-topic", "Twee\nregels")
    assert reply.json["comment"]["status"] == "rejected"


@pytest.mark.parametrize(
    ("action", "status"),
    [("approve", "approved"), ("reject", "rejected"), ("spam", "spam"), ("delete", "deleted")],
)
async def test_each_act_gives_the_comment_its_status(
    service: RunningService, action: str, status: str
) -> None:
    posted = await service.post()

    reply = await service.decide(posted, action)

    assert reply.json["comment"]["status"] == status


async def test_restore_brings_a_deleted_comment_back_to_the_queue(
    service: RunningService,
) -> None:
    posted = await service.post()
    await service.decide(posted, "delete")

    reply = await service.decide(posted, "restore", version=2)

    assert reply.json["comment"]["status"] == "pending"


async def test_a_stale_decision_is_told_which_one_came_first(service: RunningService) -> None:
    posted = await service.post()
    first = await service.decide(posted, "approve")

    late = await service.decide(posted, "spam")

    assert late.code == (409, "stale_version", "version")
    assert late.json["decision"]["id"] == first.json["decision"]["id"]


async def test_an_act_that_changes_nothing_is_a_conflict(service: RunningService) -> None:
    posted = await service.post_public()

    reply = await service.decide(posted, "approve")

    assert reply.code == (409, "not_possible", "action")
    assert reply.json["decision"] is None


async def test_an_unknown_comment_cannot_be_decided_on(service: RunningService) -> None:
    body = {"action": "approve", "version": 1}

    unknown = await service.api.post(f"{QUEUE}/{'0' * 32}/decisions", body, token=service.admin)
    no_id = await service.api.post(f"{QUEUE}/no-id/decisions", body, token=service.admin)

    assert unknown.code == no_id.code == (404, "unknown_comment", None)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"action": "approve"}, (400, "missing_field", "version")),
        ({"action": "publish", "version": 1}, (400, "unknown_value", "action")),
        ({"action": "approve", "version": -1}, (400, "out_of_range", "version")),
        ({"action": "approve", "version": "1"}, (400, "wrong_type", "version")),
        ({"action": "approve", "version": True}, (400, "wrong_type", "version")),
        ({"action": "spam", "version": 1, "reason": "x" * 201}, (422, "too_long", "reason")),
        ({"action": "spam", "version": 1, "note": "x" * 2_001}, (422, "too_long", "note")),
        (
            {"action": "spam", "version": 1, "to_author": "x" * 501},
            (422, "too_long", "to_author"),
        ),
    ],
)
async def test_what_is_no_decision_is_refused_with_its_field(
    service: RunningService, body: dict[str, Any], error: tuple[int, str, str]
) -> None:
    posted = await service.post()

    path = f"{QUEUE}/{posted.json['id']}/decisions"
    reply = await service.api.post(path, body, token=service.admin)

    assert reply.code == error


async def test_undo_takes_a_decision_back_and_can_be_undone(service: RunningService) -> None:
    posted = await service.post()
    decided = await service.decide(posted, "approve")

    undone = await _undo(service, decided)
    redone = await _undo(service, undone)

    assert undone.json["comment"]["status"] == "pending"
    assert undone.json["decision"]["undoes"] == decided.json["decision"]["id"]
    assert redone.json["comment"]["status"] == "approved"


async def test_only_the_newest_decision_can_be_undone(service: RunningService) -> None:
    posted = await service.post()
    first = await service.decide(posted, "approve")
    second = await service.decide(posted, "spam", version=2)

    reply = await _undo(service, first)

    assert reply.code == (409, "superseded", None)
    assert reply.json["decision"]["id"] == second.json["decision"]["id"]


async def test_an_unknown_decision_cannot_be_undone(service: RunningService) -> None:
    reply = await service.api.post(UNDO.format("0" * 32), token=service.admin)

    assert reply.code == (404, "unknown_decision", None)


async def test_an_undo_takes_an_empty_object_and_no_fields(service: RunningService) -> None:
    decided = await service.decide(await service.post(), "approve")
    path = UNDO.format(decided.json["decision"]["id"])

    with_field = await service.api.post(path, {"note": "x"}, token=service.admin)
    empty = await service.api.post(path, {}, token=service.admin)

    assert with_field.code == (400, "unknown_field", "note")
    assert empty.status == 200
