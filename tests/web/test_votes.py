"""POST /api/v1/comments/{id}/votes, and when lists follow."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from service import app
from service.web.paced import Paced
from tests.web.api_client import Reply
from tests.web.conftest import Start
from tests.web.running_service import COMMENTS, ORIGIN, PAGE, RunningService

DEVICE = "device-of-ans-0123456789"


async def vote(service: RunningService, public_id: str, given: str = "up", **more: Any) -> Reply:
    sent = {"headers": more.pop("headers", None)}
    body = {"vote": given, **more}
    return await service.api.post(f"{COMMENTS}/{public_id}/votes", body, **sent)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 -- nothing tells
            await asyncio.sleep(0.005)


async def votes_listed(service: RunningService) -> dict[str, int]:
    return (await service.listed("open")).json["items"][0]["votes"]


async def test_a_vote_is_answered_with_the_numbers_as_they_are_now(
    service: RunningService,
) -> None:
    public_id = (await service.post_public()).json["id"]

    up = await vote(service, public_id, device=DEVICE)
    down = await vote(service, public_id, "down", device=DEVICE)
    none = await vote(service, public_id, "none", device=DEVICE)

    assert up.json == {"votes": {"up": 1, "down": 0}, "yours": "up"}
    assert down.json == {"votes": {"up": 0, "down": 1}, "yours": "down"}
    assert none.json == {"votes": {"up": 0, "down": 0}, "yours": None}
    assert up.headers["Cache-Control"] == "no-store"


async def test_nobody_votes_on_his_own_comment(service: RunningService) -> None:
    posted = await service.post_public(device=DEVICE)

    reply = await vote(service, posted.json["id"], device=DEVICE)

    assert reply.code == (403, "own_comment", None)


async def test_a_comment_that_waits_answers_as_one_that_is_not_there(
    service: RunningService,
) -> None:
    held = await service.post()

    waiting = await vote(service, held.json["id"])
    missing = await vote(service, "0" * 32)

    assert waiting.code == (404, "unknown_comment", None)
    assert waiting.body == missing.body
    apart = ("Date",)
    assert {k: v for k, v in waiting.headers.items() if k not in apart} == {
        k: v for k, v in missing.headers.items() if k not in apart
    }


async def test_scripts_of_the_sites_may_vote_and_others_may_not(service: RunningService) -> None:
    public_id = (await service.post_public()).json["id"]

    own = await vote(service, public_id, headers={"Origin": "https://open.example"})
    foreign = await vote(service, public_id, headers={"Origin": "https://evil.example"})
    asked = await service.api.send(
        "OPTIONS", f"{COMMENTS}/{public_id}/votes", headers={"Origin": ORIGIN}
    )

    assert own.headers["Access-Control-Allow-Origin"] == "https://open.example"
    assert foreign.code == (403, "foreign_origin", None)
    assert asked.headers["Access-Control-Allow-Methods"] == "POST"


async def test_votes_have_a_budget_of_their_own(start: Start) -> None:
    service = await start(votes_per_minute=2, limit_loopback=True)
    public_id = (await service.post_public()).json["id"]
    for _ in range(2):
        assert (await vote(service, public_id)).status == 200

    reply = await vote(service, public_id)

    assert reply.code == (429, "too_many_votes", None)
    assert int(reply.headers["Retry-After"]) > 0
    assert (await service.post_public(text="Nog een.")).status == 201


async def test_a_first_vote_shows_in_lists_at_once_and_a_storm_of_them_soon(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "VOTES_SECONDS", 0.5)
    service = await start()
    public_id = (await service.post_public()).json["id"]
    assert await votes_listed(service) == {"up": 0, "down": 0}

    await vote(service, public_id, device=f"{DEVICE}-0")
    assert await votes_listed(service) == {"up": 1, "down": 0}

    for n in range(1, 4):
        await vote(service, public_id, device=f"{DEVICE}-{n}")
    await until(lambda: len(service.services.cache) == 0)
    assert await votes_listed(service) == {"up": 4, "down": 0}


async def test_votes_leave_counts_and_other_pages_in_the_cache(service: RunningService) -> None:
    public_id = (await service.post_public()).json["id"]
    await service.post_public(post="/other", text="Ook mooi.")
    await service.listed("open")
    await service.listed("open", "/other")
    await service.api.get("/api/v1/counts", {"site": "open", "post": PAGE})
    assert len(service.services.cache) == 3

    await vote(service, public_id)

    assert len(service.services.cache) == 2


async def test_the_best_are_listed_first(service: RunningService) -> None:
    posted = [(await service.post_public(text=f"Nummer {n}.")).json["id"] for n in range(3)]
    await vote(service, posted[0], "down")
    await vote(service, posted[2], "up")

    reply = await service.listed("open", sort="best")

    assert [one["id"] for one in reply.json["items"]] == [posted[2], posted[1], posted[0]]


async def test_what_is_paced_happens_at_once_and_once_more_for_all_that_came_since() -> None:
    done: list[str] = []
    paced = Paced(done.append, 0.02)

    paced.ask("a")
    paced.ask("b")
    for _ in range(9):
        paced.ask("a")
    assert done == ["a", "b"]
    await until(lambda: len(paced) == 0)

    assert done == ["a", "b", "a"]
