"""GET, PATCH and DELETE of one's own comment, and POST /api/v1/preview."""

import pytest

from tests.web.api_client import Reply
from tests.web.running_service import COMMENTS, RunningService

PREVIEW = "/api/v1/preview"


async def _own(service: RunningService, posted: Reply, method: str = "GET", **sent: str) -> Reply:
    path = f"{COMMENTS}/{posted.json['id']}"
    return await service.api.send(method, path, token=posted.json["token"], body=sent or None)


async def test_an_author_sees_his_waiting_comment(service: RunningService) -> None:
    posted = await service.post(text="Mooi **stuk**.")

    own = await _own(service, posted)

    assert own.json == {
        "id": posted.json["id"],
        "status": "pending",
        "reason": None,
        "words": None,
        "public": False,
        "post": posted.json["post"],
        "text": "Mooi **stuk**.",
        "html": "<p>Mooi <strong>stuk</strong>.</p>\n",
        "created_at": "2026-11-23T12:00:00.000Z",
        "edited_at": None,
        "version": 1,
        "editable_until": "2026-11-23T13:00:00.000Z",
        "resubmittable": False,
        "appeal": {"state": "none", "answer": None},
    }
    assert own.headers["Cache-Control"] == "no-store"


async def test_a_missing_comment_and_anothers_token_answer_alike(service: RunningService) -> None:
    mine, other = await service.post(), await service.post(text="Van een ander.")

    missing = await service.api.get(f"{COMMENTS}/{'0' * 32}", token=mine.json["token"])
    anothers = await service.api.get(f"{COMMENTS}/{mine.json['id']}", token=other.json["token"])

    assert missing.code == anothers.code == (403, "bad_token", None)
    assert missing.body == anothers.body


@pytest.mark.parametrize("given", [None, "", "Basic abc", "Bearer", "Bearer a b"])
async def test_without_a_bearer_token_nothing_is_one_s_own(
    service: RunningService, given: str | None
) -> None:
    posted = await service.post()

    headers = {} if given is None else {"Authorization": given}
    reply = await service.api.get(f"{COMMENTS}/{posted.json['id']}", headers=headers)

    assert reply.code == (401, "bad_token", None)
    assert reply.headers["WWW-Authenticate"] == "Bearer"


async def test_an_edit_changes_the_text_and_the_version(service: RunningService) -> None:
    posted = await service.post()

    edited = await _own(service, posted, "PATCH", text="Nog mooier.")

    assert (edited.json["text"], edited.json["version"]) == ("Nog mooier.", 2)


async def test_an_edit_of_a_public_comment_shows_when_it_passes(service: RunningService) -> None:
    posted = await service.post_public()
    await service.listed("open")

    await _own(service, posted, "PATCH", text="Nog mooier.")

    shown = (await service.listed("open")).json["items"][0]
    assert shown["html"] == "<p>Nog mooier.</p>\n"
    assert shown["edited_at"] is not None


async def test_an_edit_that_must_wait_leaves_the_approved_text_public(
    service: RunningService,
) -> None:
    posted = await service.post()
    await service.decide(posted, "approve")

    edited = await _own(service, posted, "PATCH", text="Nog mooier.")

    assert edited.json["status"] == "pending"
    assert (await service.listed()).json["items"][0]["html"] == "<p>Mooi stuk.</p>\n"


async def test_an_edit_is_refused_after_the_edit_time(service: RunningService) -> None:
    posted = await service.post()
    service.clock.pass_seconds(3_601)

    reply = await _own(service, posted, "PATCH", text="Te laat.")

    assert reply.code == (403, "edit_window_over", None)


async def test_an_edit_of_a_removed_comment_is_refused_without_naming_the_moderator(
    service: RunningService,
) -> None:
    posted = await service.post()
    await service.decide(posted, "delete", note="Een troll.")

    reply = await _own(service, posted, "PATCH", text="Maar toch.")

    assert reply.code == (409, "not_editable", None)
    assert "decision" not in reply.json


async def test_whether_it_was_called_spam_is_told_to_nobody(service: RunningService) -> None:
    one, other = await service.post(), await service.post(text="Een ander.")
    key = {"headers": {"Idempotency-Key": "een-sleutel-van-mij"}}
    again = await service.post(text="En nog een.", sent=key)
    await service.decide(one, "reject", reason="other", note="Een troll.")
    await service.decide(other, "spam", reason="advertising", note="Een troll.")
    await service.decide(again, "spam")

    told = [await _own(service, posted) for posted in (one, other)]

    assert [(each.json["status"], each.json["reason"]) for each in told] == [
        ("rejected", "other"),
        ("rejected", "other"),
    ]
    assert "troll" not in told[0].text + told[1].text
    assert (await service.post(text="En nog een.", sent=key)).json["status"] == "rejected"


async def test_a_moderators_words_to_the_author_are_told_and_no_note(
    service: RunningService,
) -> None:
    posted = await service.post()
    said = {"note": "Een troll.", "to_author": " Zonder schelden\nmag het. "}

    decided = await service.decide(posted, "approve", **said)

    own = await _own(service, posted)
    assert own.json["words"] == "Zonder schelden\nmag het."
    assert decided.json["decision"]["to_author"] == own.json["words"]
    assert "troll" not in own.text
    await _own(service, posted, "PATCH", text="Netter gezegd: https://a.example https://b.example")
    assert (await _own(service, posted)).json["words"] is None


async def test_a_refused_comment_is_sent_in_again_once(service: RunningService) -> None:
    posted = await service.post()
    await service.decide(posted, "reject", reason="abuse")
    refused = await _own(service, posted)

    same = await _own(service, posted, "PATCH", text=refused.json["text"])
    again = await _own(service, posted, "PATCH", text="Netter gezegd.")
    await service.decide(again, "spam", again.json["version"])
    third = await _own(service, posted, "PATCH", text="En nog eens.")

    assert (refused.json["reason"], refused.json["resubmittable"]) == ("abuse", True)
    assert same.code == (422, "same_text", "text")
    assert (again.json["status"], again.json["reason"]) == ("pending", None)
    assert third.code == (409, "resubmission_taken", None)


async def test_an_empty_edit_is_refused(service: RunningService) -> None:
    posted = await service.post()

    reply = await _own(service, posted, "PATCH", text=" ")

    assert reply.code == (422, "empty", "text")


async def test_a_withdrawn_comment_is_no_longer_listed(service: RunningService) -> None:
    posted = await service.post_public()
    await service.listed("open")

    withdrawn = await _own(service, posted, "DELETE")

    assert withdrawn.json == {"id": posted.json["id"], "status": "deleted"}
    assert (await service.listed("open")).json["count"] == 0


async def test_withdrawing_again_answers_the_same(service: RunningService) -> None:
    posted = await service.post()

    first, again = await _own(service, posted, "DELETE"), await _own(service, posted, "DELETE")

    assert (first.status, first.json) == (again.status, again.json)


async def test_a_preview_is_sanitised_like_a_comment(service: RunningService) -> None:
    text = "**Hoi** <script>alert(1)</script>"

    reply = await service.api.post(PREVIEW, {"site": "blog", "text": text})

    assert reply.status == 200
    assert "<strong>Hoi</strong>" in reply.json["html"]
    assert "<script" not in reply.json["html"]


@pytest.mark.parametrize("text", ["a" * 10_001, "é" * 5_001])
async def test_a_preview_is_not_made_of_more_than_a_comment_may_have(
    service: RunningService, text: str
) -> None:
    reply = await service.api.post(PREVIEW, {"site": "blog", "text": text})

    assert reply.code == (422, "too_long", "text")
