"""Cusdis's database."""

import sqlite3
from pathlib import Path

import pytest

from service.domain.neutral import NeutralStatus
from service.transfer.importers.cusdis import importer
from tests.transfer.importers.reading import comments, read_path, threads


@pytest.mark.parametrize(
    "names", ["pageId parentId deletedAt createdAt", "page_id parent_id deleted_at created_at"]
)
def test_pages_and_comments_are_read_however_columns_are_written(
    tmp_path: Path, names: str
) -> None:
    page, parent, deleted, created = names.split()
    made = sqlite3.connect(tmp_path / "data.db")
    made.executescript(
        f"CREATE TABLE pages (id, slug, url, title, projectId, {created});"
        f"CREATE TABLE comments (id, {page}, {parent}, by_nickname, content, approved, {deleted},"
        f" moderatorId, {created});"
        "INSERT INTO pages VALUES ('p', 'fietsen', NULL, 'Fietsen', 'proj', 1600000000000);"
        "INSERT INTO comments VALUES ('1', 'p', NULL, 'Jan', 'Hoi', 1, NULL, NULL, 1600000000001),"
        " ('2', 'p', '1', 'Mod', 'Ja', 0, NULL, 'm', '2020-09-13T12:26:40Z'),"
        " ('3', 'p', NULL, 'Weg', 'Nee', 1, 1600000000002, NULL, 1600000000002);"
    )
    made.close()

    records = read_path(importer, tmp_path / "data.db")

    [thread], (first, second, third) = threads(records), comments(records)
    assert (thread.address, thread.external.instance) == ("fietsen", "proj")
    assert (first.created_at, first.status) == (1600000000001, NeutralStatus.APPROVED)
    assert (second.parent, second.status) == ("1", NeutralStatus.PENDING)
    assert second.author.site_owner
    assert third.status is NeutralStatus.DELETED


def test_files_that_are_no_database_are_passed_by(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "data.db")
    made.execute("CREATE TABLE comments (by_nickname)")
    made.close()
    (tmp_path / "readme.txt").write_text("hallo")

    assert comments(read_path(importer, tmp_path)) == []
