"""The log by who, what, when and about which comment; the file holds what the page shows."""

import csv
from io import StringIO

import pytest

from service.domain.moderator import Role
from tests.web.desk_client import at_desk, words
from tests.web.running_service import LOG, NOON, RunningService

CSV = "/api/v1/admin/log.csv"
DESK = "/moderate/log"
DAY = 24 * 60 * 60


async def three_days(service: RunningService) -> list[str]:
    """A comment a day, each approved by Anna's token; their ids."""
    ids = []
    for n in range(3):
        posted = await service.post(text=f"Reactie {n}")
        await service.decide(posted, "approve" if n else "spam")
        ids.append(posted.json["id"])
        service.clock.pass_seconds(DAY)
    return ids


FILTERS = [
    ({"by": "Anna"}, ["approve", "approve", "spam"]),
    ({"by": "rules"}, ["hold", "hold", "hold"]),
    ({"by": "Bea"}, []),
    ({"action": "spam"}, ["spam"]),
    ({"since": str(NOON + 1), "by": "Anna"}, ["approve", "approve"]),
    ({"until": str(NOON + 1)}, ["spam", "hold"]),
    ({"site": "open"}, []),
]


@pytest.mark.parametrize(("asked", "actions"), FILTERS)
async def test_the_api_and_the_file_answer_the_same_filter(
    service: RunningService, asked: dict[str, str], actions: list[str]
) -> None:
    await three_days(service)

    page = await service.api.get(LOG, asked, token=service.admin)
    file = await service.api.get(CSV, asked, token=service.admin)

    rows = csv.DictReader(StringIO(file.text, newline=""))
    assert [each["action"] for each in page.json["items"]] == actions
    assert [row["action"] for row in rows] == actions


async def test_the_log_of_one_comment(service: RunningService) -> None:
    ids = await three_days(service)

    page = await service.api.get(LOG, {"comment": ids[1]}, token=service.admin)
    elsewhere = await service.api.get(
        LOG, {"comment": ids[1]}, token=await service.token(Role.VIEWER, "open")
    )

    assert [each["action"] for each in page.json["items"]] == ["approve", "hold"]
    assert elsewhere.json["items"] == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"action": "burn"}, (400, "unknown_value", "action")),
        ({"since": "gisteren"}, (400, "wrong_type", "since")),
        ({"until": "-1"}, (400, "out_of_range", "until")),
        ({"by": "x" * 201}, (400, "wrong_type", "by")),
        ({"site": "elders"}, (404, "unknown_site", "site")),
    ],
)
async def test_a_filter_that_cannot_be_read_is_refused(
    service: RunningService, asked: dict[str, str], code: tuple[int, str, str]
) -> None:
    for path in (LOG, CSV):
        assert (await service.api.get(path, asked, token=service.admin)).code == code


async def test_the_desk_filters_by_days_and_exports_what_it_shows(service: RunningService) -> None:
    await three_days(service)
    desk = await at_desk(service)

    page = await desk.get(f"{DESK}?by=Anna&since=2026-11-24&until=2026-11-24&site=blog&action=")
    export = next(link for link in page.read.links if link.startswith(CSV))
    file = await desk.get(export.replace("&amp;", "&"))

    assert (
        words(page).count("Approved.") - words(await desk.get(f"{DESK}?by=x")).count("Approved.")
        == 1
    )
    assert 'name="since" value="2026-11-24"' in page.html
    assert file.html.count("\n") == 2
    assert ",approve," in file.html


async def test_the_next_page_of_a_filtered_log_keeps_the_filter(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.pages.desk.log.SHOWN", 2)
    await three_days(service)
    desk = await at_desk(service)

    first = await desk.get(f"{DESK}?by=Anna&since=2026-11-23")
    following = next(link for link in first.read.links if "cursor=" in link)
    second = await desk.get(following)

    assert second.html.count("<tr><td>") == 1
    assert "cursor=" not in second.html


async def test_a_filter_that_finds_nothing_says_so(service: RunningService) -> None:
    desk = await at_desk(service)

    filtered = await desk.get(f"{DESK}?comment={'0' * 32}")
    whole = await desk.get(DESK)

    assert "No decision fits this filter." in words(filtered)
    assert "Nothing was decided yet." in words(whole)


@pytest.mark.parametrize("day", ["gisteren", "2026-13-01", "1969-12-31", "9999-12-31", "<b>"])
async def test_a_day_that_is_none_is_told(service: RunningService, day: str) -> None:
    desk = await at_desk(service)

    page = await desk.get(f"{DESK}?since={day}")

    assert page.status == 422
    assert "Give a day" in words(page)
