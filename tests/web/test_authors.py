"""Authors over the API: panel, blocks, notes; and in no answer to a visitor."""

from typing import Any

import pytest

from service.domain.moderator import Role
from service.web.shown.times import iso
from tests.web.api_client import Reply
from tests.web.running_service import NOON, QUEUE, RunningService

BLOCKS = "/api/v1/admin/blocks"
NOTES = "/api/v1/admin/notes"
DEVICE = "device-of-jan-0123456789"
MONTH = 30 * 24 * 60 * 60 * 1000


async def block(service: RunningService, posted: Reply, **said: Any) -> Reply:
    body = {"comment": posted.json["id"], "kind": "name", **said}
    return await service.api.post(BLOCKS, body, token=service.admin)


async def panel(service: RunningService, posted: Reply, token: str | None = None) -> Reply:
    path = f"{QUEUE}/{posted.json['id']}/author"
    return await service.api.get(path, token=token or service.admin)


async def test_the_panel_tells_what_is_proven_and_what_is_not(service: RunningService) -> None:
    first = await service.post(device=DEVICE, email="jan@blog.example")
    await service.post(text="Ook een Jan")
    await service.post(text="Iemand anders", name="Piet")

    shown = (await panel(service, first, await service.token(Role.VIEWER))).json

    assert (shown["name"], shown["email"], shown["proven"]) == ("Jan", "jan@blog.example", True)
    assert [each["text"] for each in shown["comments"]] == ["Mooi stuk."]
    assert [each["text"] for each in shown["namesakes"]] == ["Ook een Jan"]
    assert (shown["others"], [each["name"] for each in shown["neighbours"]]) == (2, ["Piet", "Jan"])
    assert shown["marks"] == ["identity", "network", "email", "name"]
    assert shown["trust"]["given"] is False


async def test_a_block_lasts_a_month_unless_it_is_said(service: RunningService) -> None:
    posted = await service.post()

    made = await block(service, posted, kind="network", reason="reclame")
    forever = await block(service, posted, until=None)
    short = await block(service, posted, kind="name", until=NOON + 1)

    assert made.status == 201
    assert made.json["until"] == "2026-12-23T12:00:00.000Z" == iso(NOON + MONTH)
    assert (made.json["reason"], made.json["by"]["name"]) == ("reclame", "Anna")
    assert forever.json["until"] is None
    assert short.json["until"] == iso(NOON + 1)


async def test_a_blocked_author_is_turned_away_and_the_card_says_by_which_block(
    service: RunningService,
) -> None:
    posted = await service.post(device=DEVICE)
    await block(service, posted, kind="identity", until=NOON + MONTH)

    again = await service.post(text="Nog iets", device=DEVICE)

    card = (await service.api.get(f"{QUEUE}/{again.json['id']}", token=service.admin)).json
    sentences = [each["sentence"] for each in card["comment"]["findings"]]
    assert again.json["status"] == "rejected"
    assert (
        "Deze schrijver is geblokkeerd (dit apparaat) tot 23 december 2026 om 12:00." in sentences
    )
    assert "blok" not in again.text


async def test_blocks_are_listed_page_by_page_and_taken_back(service: RunningService) -> None:
    posted = await service.post(device=DEVICE, email="jan@blog.example")
    for kind in ("identity", "network", "email"):
        await block(service, posted, kind=kind)

    first = await service.api.get(BLOCKS, {"limit": "2"}, token=service.admin)
    rest = await service.api.get(BLOCKS, {"cursor": first.json["next"]}, token=service.admin)
    made = rest.json["items"][0]["id"]
    lifted = await service.api.send("DELETE", f"{BLOCKS}/{made}", token=service.admin)
    again = await service.api.send("DELETE", f"{BLOCKS}/{made}", token=service.admin)

    assert [each["kind"] for each in first.json["items"]] == ["email", "network"]
    assert [each["kind"] for each in rest.json["items"]] == ["identity"]
    assert (lifted.status, again.code) == (200, (404, "unknown_block", None))
    left = (await service.api.get(BLOCKS, {"site": "blog"}, token=service.admin)).json["items"]
    assert made not in [each["id"] for each in left]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "email"}, (422, "no_such_mark", "kind")),
        ({"until": NOON}, (422, "already_over", "until")),
        ({"until": -1}, (400, "out_of_range", "until")),
        ({"kind": "device"}, (400, "unknown_value", "kind")),
        ({"reason": "x" * 201}, (422, "too_long", "reason")),
        ({"comment": "0" * 32}, (404, "unknown_comment", None)),
    ],
)
async def test_a_block_that_cannot_be_is_refused(
    service: RunningService, said: dict[str, Any], code: tuple[int, str, str | None]
) -> None:
    reply = await block(service, await service.post(), **said)

    assert reply.code == code


async def test_notes_are_added_shown_and_removed(service: RunningService) -> None:
    posted = await service.post(device=DEVICE)
    path = f"{QUEUE}/{posted.json['id']}/notes"

    added = await service.api.post(path, {"text": " Bekend.\r\nAardig. "}, token=service.admin)
    long = await service.api.post(path, {"text": "x" * 1001}, token=service.admin)
    empty = await service.api.post(path, {"text": " "}, token=service.admin)

    assert (added.status, added.json["text"], added.json["kind"]) == (
        201,
        "Bekend.\nAardig.",
        "identity",
    )
    assert long.code == (422, "too_long", "text")
    assert empty.code == (422, "empty_note", "text")
    assert (await panel(service, posted)).json["notes"] == [added.json]
    gone = f"{NOTES}/{added.json['id']}"
    assert (await service.api.send("DELETE", gone, token=service.admin)).status == 200
    assert (await service.api.send("DELETE", gone, token=service.admin)).status == 404


async def test_no_visitor_ever_reads_a_note_or_a_block(service: RunningService) -> None:
    posted = await service.post_public(device=DEVICE)
    path = f"{QUEUE}/{posted.json['id']}/notes"
    await service.api.post(path, {"text": "Geheim"}, token=service.admin)
    await block(service, posted, reason="Geheim")

    own = await service.api.get(f"/api/v1/comments/{posted.json['id']}", token=posted.json["token"])
    listed = await service.listed("open")

    assert own.status == listed.status == 200
    assert "Geheim" not in own.text + listed.text
