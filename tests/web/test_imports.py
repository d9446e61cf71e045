"""What was imported, over HTTP: its report, and the way back."""

import asyncio

from service.domain.clock import utc_ms
from service.domain.moderator import TERMINAL
from service.transfer.workbench import Workbench
from service.usecases.preview_import import preview_import
from service.usecases.run_import import run_import
from service.usecases.start_import import ImportOrder, start_import
from tests.transfer.engine import comment, thread
from tests.web.running_service import RunningService

IMPORTS = "/api/v1/admin/imports"


async def bring(service: RunningService) -> str:
    storage = service.services.storage
    site = await storage.sites.by_slug("blog")
    pages = [thread("1", "/oud.html")]
    anchored = comment("1", url="https://blog.example/oud.html#c58")
    with Workbench(site) as bench:
        for _ in bench.take([*pages, anchored, comment("2", parent="9", text="")], utc_ms()):
            pass
        acts = {"storage": storage, "clock": utc_ms}
        report = await preview_import(bench, site, storage=storage)
        order = ImportOrder(site, "oud.xml", "wordpress", "digest")
        job = await start_import(
            order, bench.count(), report, runner="command", token=TERMINAL, **acts
        )
        return (await run_import(job, bench, **acts)).public_id


async def test_an_import_is_shown_with_its_report_and_taken_back(service: RunningService) -> None:
    run = await bring(service)
    unknown = await service.api.get(f"{IMPORTS}/{'0' * 32}", token=service.admin)
    assert (unknown.status, unknown.json["code"]) == (404, "unknown_import")

    async def get(path: str, **query: str):
        return (await service.api.get(f"{IMPORTS}{path}", query, token=service.admin)).json

    [listed] = (await get("", site="blog"))["items"]
    shown = await get(f"/{run}")
    first = await get(f"/{run}/problems", limit="1")
    rest = await get(f"/{run}/problems", limit="1", cursor=first["next"])

    assert listed == shown
    assert shown["counts"]["created"] == shown["report"]["records"] == 2
    assert shown["report"]["reasons"] == {"body-empty": 1, "parent-missing": 1}
    problems = [*first["items"], *rest["items"]]
    assert {each["reason"] for each in problems} == {"body-empty", "parent-missing"}
    assert rest["next"] is None

    asked = {"site": "blog", "post": "/oud.html", "anchor": "c58"}
    found = (await service.api.get("/api/v1/anchors", asked)).json
    listing = (
        await service.api.get("/api/v1/comments", {"site": "blog", "post": "/oud.html"})
    ).json
    assert found == {"id": listing["items"][0]["id"], "post": "/oud.html"}

    working = asyncio.create_task(service.services.import_worker.run())
    undo = await service.api.post(f"{IMPORTS}/{run}/undo", None, token=service.admin)
    async with asyncio.timeout(60):
        while (await get(f"/{undo.json['id']}"))["state"] != "done":
            pass
    working.cancel()
    assert (await get(f"/{undo.json['id']}"))["undid"] == 2
    assert (await service.api.get("/api/v1/anchors", asked)).json["id"] is None
