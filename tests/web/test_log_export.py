"""The log as a file: whole, one person's own, and nothing in it that a spreadsheet would run."""

import csv
from io import StringIO

import pytest

from service.domain.moderator import Role
from service.transfer.csv_lines import csv_line
from service.web.admin import export_log
from tests.web.running_service import RunningService

PATH = "/api/v1/admin/log.csv"


async def _rows(service: RunningService, token: str) -> list[dict[str, str]]:
    reply = await service.api.get(PATH, token=token)
    assert reply.status == 200
    return list(csv.DictReader(StringIO(reply.text, newline="")))


async def test_every_decision_is_a_line_newest_first_with_its_link_in_the_chain(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_log, "PAGE", 2)
    for n in range(3):
        await service.decide(await service.post(text=f"Reactie {n}"), "approve", reason="fraai")

    rows = await _rows(service, await service.token(Role.VIEWER))

    assert [row["action"] for row in rows] == ["approve", "hold"] * 3
    assert rows[0]["reason"] == "fraai"
    assert (rows[0]["from"], rows[0]["to"], rows[1]["from"]) == ("pending", "approved", "")
    chain = [row["previous"] for row in rows[:-1]]
    assert chain == [row["hash"] for row in rows[1:]]


async def test_it_comes_as_a_file_that_no_cache_keeps(service: RunningService) -> None:
    reply = await service.api.get(PATH, token=await service.token(Role.VIEWER))

    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="log.csv"'
    assert reply.headers["Cache-Control"] == "no-store"


async def test_head_has_no_body(service: RunningService) -> None:
    token = await service.token(Role.VIEWER)

    head = await service.api.send("HEAD", PATH, token=token)

    assert (head.status, head.body) == (200, b"")
    assert await _rows(service, token) == []


async def test_a_reason_that_is_a_formula_is_exported_as_text(service: RunningService) -> None:
    await service.decide(await service.post(), "approve", reason='=HYPERLINK("https://x.example")')

    rows = await _rows(service, await service.token(Role.VIEWER))

    assert rows[0]["reason"] == '\'=HYPERLINK("https://x.example")'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_no_cell_starts_a_formula(start: str) -> None:
    line = csv_line([f"{start}cmd", 1, None])

    assert next(csv.reader(StringIO(line, newline=""))) == [f"'{start}cmd", "1", ""]


def test_other_cells_stay_as_they_are() -> None:
    line = csv_line(['zei "hoi", en\nweg', "a=b", -1])

    assert next(csv.reader(StringIO(line, newline=""))) == ['zei "hoi", en\nweg', "a=b", "-1"]
