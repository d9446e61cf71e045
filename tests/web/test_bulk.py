"""Deciding on many comments at once over HTTP, and the folded queue that leads to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from service.domain.moderator import Role
from service.usecases.teacher import DUE
from tests.web.api_client import Reply
from tests.web.running_service import QUEUE, RunningService

BULK = "/api/v1/admin/bulk"
SPAM = "Verdien elke week honderden euro met dit trucje, kijk maar gauw op https://{}.example"


@asynccontextmanager
async def at_work(service: RunningService) -> AsyncIterator[None]:
    """The server's background work on bulk jobs."""
    working = asyncio.create_task(service.services.bulk_worker.run())
    yield
    working.cancel()


async def flood(service: RunningService, count: int = 5) -> list[Reply]:
    return [await service.post(text=SPAM.format(n)) for n in range(count)]


async def queue(service: RunningService, **query: str) -> list[dict[str, Any]]:
    asked = {"status": "pending", **query}
    return list((await service.api.get(QUEUE, asked, token=service.admin)).json["items"])


async def ask(service: RunningService, path: str, body: Any = None) -> Reply:
    return await service.api.post(path, body, token=service.admin)


async def done(service: RunningService, reply: Reply) -> dict[str, Any]:
    """The job at its end."""
    shown = reply.json
    async with asyncio.timeout(60):
        while shown["state"] != "done":
            path = f"{BULK}/{shown['id']}"
            shown = (await service.api.get(path, token=service.admin)).json
    return dict(shown)


async def test_a_flood_is_one_card_in_the_folded_queue(service: RunningService) -> None:
    spam = await flood(service)
    other = await service.post(text="Een gewone reactie")

    cards = await queue(service, fold="true")

    assert [(card["id"], card["similar"]) for card in cards] == [
        (spam[0].json["id"], 4),
        (other.json["id"], 0),
    ]
    each = await queue(service, cluster=cards[0]["cluster"])
    assert [card["id"] for card in each] == [reply.json["id"] for reply in spam]
    assert each[0]["similar"] is None


async def test_the_folded_queue_has_pages_of_its_own(service: RunningService) -> None:
    await flood(service, 2)
    await service.post(text="Een gewone reactie")
    asked = {"status": "pending", "fold": "true", "limit": "1"}

    first = await service.api.get(QUEUE, asked, token=service.admin)
    cursor = first.json["next"]
    second = await service.api.get(QUEUE, {**asked, "cursor": cursor}, token=service.admin)
    unfolded = await service.api.get(
        QUEUE, {"status": "pending", "cursor": cursor}, token=service.admin
    )

    assert second.json["items"][0]["text"] == "Een gewone reactie"
    assert second.json["next"] is None
    assert unfolded.code == (400, "bad_cursor", "cursor")


@pytest.mark.parametrize("query", [{}, {"status": "spam"}])
async def test_only_what_waits_can_be_folded(
    service: RunningService, query: dict[str, str]
) -> None:
    reply = await service.api.get(QUEUE, {**query, "fold": "true"}, token=service.admin)

    assert reply.code == (422, "only_pending_folds", "fold")


async def test_a_cluster_is_decided_and_undone_as_one(service: RunningService) -> None:
    await flood(service)
    [card] = await queue(service, fold="true")

    async with at_work(service):
        started = await ask(
            service, BULK, {"site": "blog", "action": "spam", "cluster": card["cluster"]}
        )
        spam = await done(service, started)
        left = await queue(service)
        undone = await done(service, await ask(service, f"{BULK}/{spam['id']}/undo"))

    assert started.status == 202
    assert (spam["action"], spam["decided"], spam["skipped"], spam["total"]) == ("spam", 5, 0, 5)
    assert left == []
    assert (undone["action"], undone["undoes"], undone["decided"]) == ("undo", spam["id"], 5)
    assert len(await queue(service)) == 5
    listed = await service.api.get(BULK, {"site": "blog"}, token=service.admin)
    assert listed.json["items"] == [undone, spam]


async def test_a_preview_says_what_it_would_be_about_and_keeps_later_ones_out(
    service: RunningService,
) -> None:
    await flood(service, 2)
    preview = await ask(service, f"{BULK}/preview", {"site": "blog", "q": "trucje"})
    service.clock.pass_seconds(1)
    later = await service.post(text=SPAM.format("later"))

    async with at_work(service):
        body = {"site": "blog", "action": "reject", "q": "trucje"}
        started = await ask(service, BULK, {**body, "seen": preview.json["seen"]})
        rejected = await done(service, started)

    assert (preview.json["count"], len(preview.json["items"])) == (2, 2)
    assert rejected["decided"] == 2
    assert [card["id"] for card in await queue(service)] == [later.json["id"]]


async def test_decisions_taken_in_bulk_teach_the_model_too(service: RunningService) -> None:
    await flood(service, DUE)

    async with at_work(service):
        await done(service, await ask(service, BULK, {"site": "blog", "action": "spam"}))
        async with asyncio.timeout(60):
            while service.services.teacher._due.empty():  # noqa: ASYNC110 -- not our event
                await asyncio.sleep(0)


async def test_a_job_of_another_site_or_kind_is_unknown(service: RunningService) -> None:
    started = await ask(service, BULK, {"site": "blog", "action": "spam"})
    replay = await ask(service, "/api/v1/admin/replays", {"site": "blog"})
    stranger = await service.token(Role.ADMIN, "open")

    for public_id, token in (
        (started.json["id"], stranger),
        (replay.json["id"], service.admin),
        ("0" * 32, service.admin),
    ):
        shown = await service.api.get(f"{BULK}/{public_id}", token=token)
        undone = await service.api.post(f"{BULK}/{public_id}/undo", token=token)
        assert shown.code == undone.code == (404, "unknown_bulk", None)


async def test_a_bulk_decision_on_another_site_is_refused(service: RunningService) -> None:
    stranger = await service.token(Role.ADMIN, "open")
    body = {"site": "blog", "action": "spam"}

    assert (await service.api.post(BULK, body, token=stranger)).code == (
        404,
        "unknown_site",
        "site",
    )


@pytest.mark.parametrize("field", ["q", "rule", "thread", "author"])
@pytest.mark.parametrize("value", ["", " "])
@pytest.mark.parametrize("path", [BULK, f"{BULK}/preview"])
async def test_empty_words_do_not_mean_everything(
    service: RunningService, field: str, value: str, path: str
) -> None:
    act = {"action": "delete"} if path == BULK else {}

    reply = await ask(service, path, {"site": "blog", **act, field: value})

    assert reply.code == (422, "blank_filter", field)


async def test_decisions_name_the_bulk_job_that_took_them(service: RunningService) -> None:
    [posted] = await flood(service, 1)

    async with at_work(service):
        job = await done(service, await ask(service, BULK, {"site": "blog", "action": "spam"}))

    path = f"{QUEUE}/{posted.json['id']}"
    story = (await service.api.get(path, token=service.admin)).json
    assert [decision["bulk"] for decision in story["decisions"]] == [None, job["id"]]


@pytest.mark.parametrize("cluster", ["", "xyz", "8000000000000000", "1" * 17])
async def test_what_is_no_cluster_is_refused(service: RunningService, cluster: str) -> None:
    reply = await service.api.get(
        QUEUE, {"status": "pending", "cluster": cluster}, token=service.admin
    )

    assert reply.code == (400, "wrong_type", "cluster")
