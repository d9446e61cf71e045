"""What leaves in a format comes back from it, but for what the format says that it loses."""

import csv
import io
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from service.domain.exported import ExportedComment, ExportedPage
from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    Kind,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    Votes,
)
from service.domain.site import Site
from service.transfer.exporter import Exporter, WriteOptions
from service.transfer.exporters import csv_exact, csv_table, isso, remark42
from service.transfer.importers import csv_table as csv_importer
from service.transfer.importers import isso as isso_importer
from service.transfer.importers import remark42 as remark42_importer
from tests.transfer.importers.reading import comments, read_path, threads

SITE = Site(1, "blog", "Blog", "nl", ("https://blog.example",), ("blog.example",), b"k" * 32)


def record(id_: str, **other: object) -> NeutralComment:
    values: dict[str, object] = {
        "external": ExternalId("reactie", "blog", id_),
        "thread": "/a",
        "body": Body("Mooi *stuk* <3", BodyFormat.MARKDOWN),
        "status": NeutralStatus.APPROVED,
        "author": NeutralAuthor("Jan", "jan@example.org", url="https://jan.example/"),
        "created_at": 1_322_429_672_972,
        "ip": "192.0.2.0",
    }
    return NeutralComment(**(values | other))  # type: ignore[arg-type]


PAGE = ExportedPage(
    key="/a",
    url="https://blog.example/a",
    title="A",
    closed=False,
    created_at=None,
    aliases=(),
    external=(),
    comments=(
        ExportedComment(record("1", votes=Votes(3, 1)), None),
        ExportedComment(record("2", body=Body("=1+1", BodyFormat.MARKDOWN), pinned=True), 0),
        ExportedComment(record("3", edited_at=1_322_429_999_000), 1),
        ExportedComment(record("4", status=NeutralStatus.PENDING), None),
        ExportedComment(record("5", status=NeutralStatus.DELETED), None),
        ExportedComment(record("6", status=NeutralStatus.SPAM), None),
        ExportedComment(record("7", kind=Kind.PINGBACK), None),
        ExportedComment(
            record("8", body=Body("<p>Hoi</p>", BodyFormat.HTML), votes=Votes(score=-2)), 5
        ),
    ),
)


async def export(
    exporter: Exporter, pages: Sequence[ExportedPage] = (PAGE,), *, personal_data: bool = True
) -> bytes:
    async def each() -> AsyncIterator[ExportedPage]:
        for page in pages:
            yield page

    options = WriteOptions(0, personal_data=personal_data)
    return b"".join([part async for part in exporter.write(SITE, each(), options)])


async def test_isso_keeps_status_times_votes_and_one_level_of_answers(tmp_path: Path) -> None:
    file = tmp_path / "comments.db"
    file.write_bytes(await export(isso.exporter))

    records = read_path(isso_importer.importer, file)

    [page] = threads(records)
    found = comments(records)
    assert (page.address, page.title) == ("/a", "A")
    assert [(each.external.id, each.parent, each.status.value) for each in found] == [
        ("1", None, "approved"),
        ("2", "1", "approved"),
        ("3", "1", "approved"),
        ("4", None, "pending"),
        ("5", None, "deleted"),
        ("8", None, "approved"),
    ]
    assert (found[0].created_at, found[0].votes) == (1_322_429_672_972, Votes(3, 1))
    assert found[2].edited_at == 1_322_429_999_000
    assert found[-1].votes == Votes(0, 2)
    assert (found[4].body.source, found[4].author, found[4].ip) == ("", NeutralAuthor(), None)


async def test_isso_may_leave_addresses_behind(tmp_path: Path) -> None:
    data = await export(isso.exporter, personal_data=False)

    assert b"jan@example.org" not in data
    assert b"192.0.2.0" not in data


async def test_remark42_keeps_answers_edits_pins_and_what_was_deleted(tmp_path: Path) -> None:
    file = tmp_path / "backup.json"
    file.write_bytes(await export(remark42.exporter))

    found = comments(read_path(remark42_importer.importer, file))

    assert [each.status.value for each in found] == ["approved"] * 3 + ["deleted", "approved"]
    assert [each.body.source for each in found] == [
        "Mooi *stuk* <3",
        "=1+1",
        "Mooi *stuk* <3",
        "",
        "<p>Hoi</p>",
    ]
    assert found[2].parent == found[1].external.id
    assert (found[1].parent, found[1].pinned) == (found[0].external.id, True)
    assert found[2].edited_at == 1_322_429_999_000
    assert (found[0].votes, found[4].votes) == (Votes(score=2), Votes(score=-2))
    assert b"&lt;3" in file.read_bytes()


async def test_remark42_says_when_no_time_is_known(tmp_path: Path) -> None:
    page = ExportedPage("/a", None, None, False, None, (), (), (
        ExportedComment(record("1", created_at=None), None),
    ))  # fmt: skip
    file = tmp_path / "backup.json"
    file.write_bytes(await export(remark42.exporter, [page]))

    [comment] = comments(read_path(remark42_importer.importer, file))

    assert (comment.created_at, comment.thread) == (None, "/a")


@pytest.mark.parametrize(("module", "text"), [(csv_table, "'=1+1"), (csv_exact, "=1+1")])
async def test_a_table_is_read_back_and_starts_no_formula(
    tmp_path: Path, module: object, text: str
) -> None:
    data = await export(module.exporter)  # type: ignore[attr-defined]
    file = tmp_path / "comments.csv"
    file.write_bytes(data)

    found = comments(read_path(csv_importer.importer, file))

    assert len(found) == 8
    assert found[1].body.source == text
    assert (found[2].parent, found[2].created_at) == ("2", 1_322_429_672_972)
    assert len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))) == 9


async def test_what_isso_would_make_itself_is_what_it_gets(tmp_path: Path) -> None:
    file = tmp_path / "comments.db"
    file.write_bytes(await export(isso.exporter))
    database = sqlite3.connect(file)

    columns = [row[1] for row in database.execute("PRAGMA table_info(comments)")]
    version = database.execute("PRAGMA user_version").fetchone()
    database.close()

    assert version == (5,)
    assert columns[-2:] == ["voters", "notification"]
