"""The admin API's reading side: the queue, one comment, the log, and who may look."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from service.domain.moderator import Role
from service.rules.builtin import RULES
from tests.web.running_service import LOG, PAGE, QUEUE, RunningService


async def _queue(service: RunningService, **query: str) -> list[dict[str, Any]]:
    return (await service.api.get(QUEUE, query, token=service.admin)).json["items"]


async def test_a_waiting_comment_stands_in_the_queue_with_its_evidence(
    service: RunningService, admin: str
) -> None:
    posted = await service.post(email="jan@example.org", website="jan.example")

    headers = {"Accept-Language": "nl"}
    reply = await service.api.get(QUEUE, {"status": "pending"}, token=admin, headers=headers)

    card = reply.json["items"][0]
    assert (card["id"], card["version"], card["status"]) == (posted.json["id"], 1, "pending")
    assert card["post"] == {"key": PAGE, "title": None, "url": f"https://blog.example{PAGE}"}
    assert card["author"] == {
        "name": "Jan",
        "email": "jan@example.org",
        "website": "https://jan.example",
        "proven": False,
        "approved": 0,
        "rejected": 0,
        "network": card["author"]["network"],
        "badge": None,
    }
    assert len(card["author"]["network"]) == 32
    assert [one["rule"] for one in card["findings"]] == ["first_time_author"]
    assert "goedgekeurd" in card["findings"][0]["sentence"]
    assert reply.headers["Cache-Control"] == "no-store"


async def test_a_finding_shows_the_characters_that_it_means(service: RunningService) -> None:
    await service.post(text="Zie https://a.example https://b.example https://c.example")

    finding = next(
        one for one in (await _queue(service))[0]["findings"] if one["rule"] == "many_links"
    )

    assert finding["matches"][0]["field"] == "text"
    assert finding["matches"][0]["start"] == 4
    assert finding["matches"][0]["text"] == "https://a.example"


async def test_a_rule_that_broke_is_named_and_the_comment_waits(
    service: RunningService,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    rules = tuple(
        replace(rule, check=broken) if rule.name == "many_links" else rule for rule in RULES
    )
    with patch("service.rules.builtin.RULES", rules):
        await service.post(site="open")

    card = (await _queue(service, status="pending"))[0]
    finding = next(one for one in card["findings"] if one["failed"])
    assert "many_links" in finding["sentence"]


async def test_the_queue_is_filtered_by_what_is_asked(service: RunningService) -> None:
    held = await service.post(name="Piet", text="Over fietsen.")
    public = await service.post_public(post="/b", text="Over treinen.")
    of_held, of_public = [held.json["id"]], [public.json["id"]]

    async def found(**query: str) -> list[str]:
        return [card["id"] for card in await _queue(service, **query)]

    assert await found(status="pending") == of_held
    assert await found(status="approved") == of_public
    assert await found(site="open") == of_public
    assert await found(rule="first_time_author") == of_held
    assert await found(q="fietsen") == of_held
    assert await found(author="piet") == of_held
    assert await found(thread="/b") == of_public
    assert await found() == of_public + of_held


async def test_waiting_comments_come_oldest_first_unless_asked_otherwise(
    service: RunningService,
) -> None:
    posted = [(await service.post(text=f"Nummer {n}.")).json["id"] for n in range(3)]

    pending = await _queue(service, status="pending")
    newest = await _queue(service, status="pending", order="newest")

    assert [card["id"] for card in pending] == posted
    assert [card["id"] for card in newest] == posted[::-1]


async def test_the_queues_cursor_leads_through_all_pages_once(service: RunningService) -> None:
    posted = [(await service.post(text=f"Nummer {n}.")).json["id"] for n in range(5)]

    seen: list[str] = []
    query = {"status": "pending", "limit": "2"}
    while True:
        page = (await service.api.get(QUEUE, query, token=service.admin)).json
        seen += [card["id"] for card in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]

    assert seen == posted


async def test_one_comment_is_shown_with_its_whole_story(
    service: RunningService, admin: str
) -> None:
    posted = await service.post()
    path = f"/api/v1/comments/{posted.json['id']}"
    await service.api.send("PATCH", path, body={"text": "Beter."}, token=posted.json["token"])
    await service.decide(posted, "approve", version=2, reason="ok")

    reply = await service.api.get(f"{QUEUE}/{posted.json['id']}", token=admin)

    assert [one["text"] for one in reply.json["revisions"]] == ["Mooi stuk.", "Beter."]
    decisions = [(one["action"], one["from"], one["to"]) for one in reply.json["decisions"]]
    assert decisions == [
        ("hold", None, "pending"),
        ("hold", "pending", "pending"),
        ("approve", "pending", "approved"),
    ]


async def test_the_log_lists_decisions_newest_first_with_their_chain(
    service: RunningService, admin: str
) -> None:
    posted = await service.post()
    await service.decide(posted, "approve")

    items = (await service.api.get(LOG, {"site": "blog"}, token=admin)).json["items"]

    assert [(one["action"], one["site"]) for one in items] == [
        ("approve", "blog"),
        ("hold", "blog"),
    ]
    assert items[0]["previous"] == items[1]["hash"]


async def test_the_logs_cursor_leads_to_older_decisions(
    service: RunningService, admin: str
) -> None:
    for n in range(3):
        await service.post(text=f"Nummer {n}.")

    first = (await service.api.get(LOG, {"limit": "2"}, token=admin)).json
    rest = (await service.api.get(LOG, {"limit": "2", "cursor": first["next"]}, token=admin)).json

    ids = [one["id"] for one in first["items"] + rest["items"]]
    assert len(set(ids)) == 3
    assert rest["next"] is None


async def test_a_viewer_may_look_and_not_decide(service: RunningService) -> None:
    viewer = await service.token(Role.VIEWER)
    posted = await service.post()

    looked = await service.api.get(QUEUE, token=viewer)
    path = f"{QUEUE}/{posted.json['id']}/decisions"
    decided = await service.api.post(path, {"action": "approve", "version": 1}, token=viewer)

    assert looked.status == 200
    assert decided.code == (403, "role_too_low", None)


async def test_a_token_for_one_site_sees_nothing_of_another(service: RunningService) -> None:
    stranger = await service.token(Role.ADMIN, "open")
    posted = await service.post()

    queue = await service.api.get(QUEUE, token=stranger)
    one = await service.api.get(f"{QUEUE}/{posted.json['id']}", token=stranger)
    other = await service.api.get(QUEUE, {"site": "blog"}, token=stranger)
    log = await service.api.get(LOG, token=stranger)

    assert queue.json["items"] == log.json["items"] == []
    assert one.code == (404, "unknown_comment", None)
    assert other.code == (404, "unknown_site", "site")


async def test_without_a_good_token_the_admin_api_is_shut(service: RunningService) -> None:
    expired = await service.token(Role.OWNER, expires=service.clock())

    async def asked(token: str | None) -> tuple[int, str, str | None]:
        return (await service.api.get(QUEUE, token=token)).code

    assert await asked(None) == (401, "bad_token", None)
    assert await asked("rct_0_x") == (401, "bad_token", None)
    assert await asked(service.admin[:-1]) == (401, "bad_token", None)
    assert await asked(expired) == (401, "token_expired", None)


async def test_the_queue_can_begin_with_what_is_most_suspicious(service: RunningService) -> None:
    await service.post(text="Een gewone reactie")
    await service.post(text="Zie https://a.example https://b.example https://c.example")
    asked = {"status": "pending", "order": "suspect", "limit": "1"}

    first = await service.api.get(QUEUE, asked, token=service.admin)
    cursor = first.json["next"]
    second = await service.api.get(QUEUE, {**asked, "cursor": cursor}, token=service.admin)
    folded = await service.api.get(QUEUE, {**asked, "fold": "true"}, token=service.admin)

    assert first.json["items"][0]["suspicion"] == 0.5
    assert second.json["items"][0]["text"] == "Een gewone reactie"
    assert (second.json["items"][0]["suspicion"], second.json["next"]) == (0, None)
    assert folded.code == (400, "unknown_value", "order")
