"""Reporting a comment over HTTP: one answer for everything, and what moderators see of it."""

import asyncio
from typing import Any

import pytest

from service.domain.moderator import Role
from tests.web.api_client import Reply
from tests.web.conftest import Start
from tests.web.running_service import COMMENTS, ORIGIN, QUEUE, RunningService

BEHIND_PROXY = {"trusted_proxies": ["127.0.0.0/8"]}


async def report(
    service: RunningService, posted: Reply | str, address: str = "", **given: Any
) -> Reply:
    public_id = posted if isinstance(posted, str) else posted.json["id"]
    headers = {"X-Forwarded-For": address} if address else {}
    headers |= given.pop("headers", {})
    body = {"reason": "abuse", **given}
    return await service.api.post(f"{COMMENTS}/{public_id}/reports", body, headers=headers)


async def reported(service: RunningService, **query: str) -> list[dict[str, Any]]:
    """The cards with open reports."""
    asked = {"only": "reported", **query}
    items: list[dict[str, Any]] = (await service.api.get(QUEUE, asked, token=service.admin)).json[
        "items"
    ]
    return items


async def test_a_report_is_seen_by_moderators_and_changes_nothing_for_readers(
    service: RunningService,
) -> None:
    posted = await service.post_public()

    reply = await report(service, posted, text="Scheldt \u202eme uit.", lang="nl")

    (card,) = await reported(service)
    (kept,) = card["reports"]
    assert (reply.status, reply.json) == (202, {"message": "Bedankt. Een moderator kijkt ernaar."})
    assert reply.headers["Cache-Control"] == "no-store"
    assert (card["status"], card["published"]) == ("approved", True)
    assert (kept["reason"], kept["text"]) == ("abuse", "Scheldt \u202eme uit.")
    assert kept["same_network"] is True
    assert "127.0.0" not in str(card)
    assert (await service.listed("open")).json["count"] == 1


async def test_every_report_gets_the_same_answer(service: RunningService) -> None:
    public, waiting = await service.post_public(), await service.post()

    answers = [
        await report(service, about)
        for about in (public, public, waiting, "0" * 32, "nonsense", "%00")
    ]

    assert {(each.status, each.body) for each in answers} == {(202, answers[0].body)}
    assert len({tuple(sorted(h for h in each.headers if h != "Date")) for each in answers}) == 1
    assert [len(card["reports"]) for card in await reported(service)] == [1]


async def test_fifty_reports_from_one_network_are_one(start: Start) -> None:
    service = await start(**BEHIND_PROXY, reports_per_minute=1_000)
    posted = await service.post_public()

    await asyncio.gather(
        *(report(service, posted, f"203.0.113.{n}", device=f"device-{n:020}") for n in range(50))
    )

    assert [len(card["reports"]) for card in await reported(service)] == [1]
    assert (await service.listed("open")).json["count"] == 1


async def test_different_networks_hold_and_a_moderator_keeps(start: Start) -> None:
    service = await start(**BEHIND_PROXY, reports_to_hold=2)
    posted = await service.post_public()
    await service.listed("open")
    for address in ("203.0.113.7", "198.51.100.7"):
        await report(service, posted, address)
    (card,) = await reported(service)
    assert card["status"] == "pending"
    assert (await service.listed("open")).json["count"] == 0

    kept = await service.decide(posted, "keep", card["version"])
    for address in ("192.0.2.7", "203.0.0.7", "198.18.0.7"):
        await report(service, posted, address)

    assert kept.json["decision"]["action"] == "keep"
    assert kept.json["comment"]["reports"] == []
    assert (await service.listed("open")).json["count"] == 1
    assert [len(card["reports"]) for card in await reported(service)] == [3]


async def test_one_customers_many_networks_are_one_reader(start: Start) -> None:
    service = await start(**BEHIND_PROXY)
    posted = await service.post_public()

    for n in range(5):
        await report(service, posted, f"2001:db8:1:{n}::7")

    assert [card["status"] for card in await reported(service)] == ["approved"]


async def test_reports_have_a_small_budget_of_their_own(start: Start) -> None:
    service = await start(limit_loopback=True)
    posted = await service.post_public()

    replies = [await report(service, posted) for _ in range(6)]

    assert [reply.status for reply in replies] == [202] * 5 + [429]
    assert replies[-1].code == (429, "too_fast", None)
    assert (await service.post()).status == 202


async def test_pages_of_the_sites_report_and_no_others(service: RunningService) -> None:
    posted = await service.post_public()

    ours = await report(service, posted, headers={"Origin": ORIGIN})
    foreign = await report(service, posted, headers={"Origin": "https://evil.example"})

    assert ours.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert foreign.code == (403, "foreign_origin", None)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "hate"}, (400, "unknown_value", "reason")),
        ({"text": "x" * 501}, (422, "too_long", "text")),
        ({"device": "a\nb"}, (422, "control_character", "device")),
        ({"status": "spam"}, (400, "unknown_field", "status")),
    ],
)
async def test_what_is_no_report_is_refused(
    service: RunningService, given: dict[str, str], code: tuple[int, str, str]
) -> None:
    posted = await service.post_public()

    assert (await report(service, posted, **given)).code == code
    assert await reported(service) == []


async def test_reports_of_other_sites_are_not_seen(service: RunningService) -> None:
    await report(service, await service.post_public())
    stranger = await service.token(Role.OWNER, "blog")

    seen = await service.api.get(QUEUE, {"only": "reported"}, token=stranger)
    asked = await service.api.get(QUEUE, {"only": "reported", "site": "open"}, token=stranger)

    assert seen.json["items"] == []
    assert asked.code == (404, "unknown_site", "site")
