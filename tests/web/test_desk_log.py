"""The desk's log, page by page."""

import pytest

from service.domain.moderator import Role, Roles
from tests.web.desk_client import at_desk, words
from tests.web.running_service import RunningService


async def test_the_next_page_of_a_sites_log_stays_with_that_site(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.pages.desk.log.SHOWN", 2)
    for n in range(3):
        await service.post(text=f"Op de blog {n}")
    await service.post(site="open", text="Op een andere site")
    desk = await at_desk(service)

    first = await desk.get("/moderate/log?site=blog")
    following = next(link for link in first.read.links if "cursor=" in link)
    second = await desk.get(following)

    # Below the filter, which names every decision there can be.
    listed = words(second).partition("Why")[2]
    assert listed.count("Held.") == 1
    assert "Published." not in listed


async def test_what_else_happened_has_a_page_of_its_own(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.pages.desk.log.SHOWN", 1)
    sets = "/api/v1/admin/rule-sets"
    await service.api.post(sets, {"site": "open", "content": {}}, token=service.admin)
    for state in ("active", "retired"):
        body = {"site": "open", "state": state}
        await service.api.post(f"{sets}/1/state", body, token=service.admin)
    desk = await at_desk(service)

    first = await desk.get("/moderate/log?part=events")
    following = next(link for link in first.read.links if "cursor=" in link)
    second = await desk.get(following)

    assert "Rule set 1 was retired." in words(first)
    assert "Rule set 1 came into force." in words(second)
    assert "Nothing was changed yet." in words(
        await desk.get("/moderate/log?part=events&site=blog")
    )


async def test_who_has_several_sites_reads_on_which_something_happened(
    service: RunningService,
) -> None:
    sets = "/api/v1/admin/rule-sets"
    await service.api.post(sets, {"site": "open", "content": {}}, token=service.admin)
    state = {"site": "open", "state": "active"}
    await service.api.post(f"{sets}/1/state", state, token=service.admin)
    everywhere = await at_desk(service)
    site = await service.storage.sites.by_slug("open")
    assert site is not None
    there = await at_desk(service, "Ida", roles=Roles(on_sites={site.id: Role.VIEWER}))

    many = await everywhere.get("/moderate/log?part=events")
    one = await there.get("/moderate/log?part=events")

    assert f"<td>{site.name}</td>" in many.html
    assert f"<td>{site.name}</td>" not in one.html
    assert "Rule set" in words(one)
