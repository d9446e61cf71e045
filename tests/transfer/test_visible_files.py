"""What holds of every visible file: it is recognised, nothing of it is lost, wherever it lies."""

import gzip
import time
import zipfile
from pathlib import Path

import pytest

from service.domain.errors import Invalid
from service.domain.import_problem import Problem
from service.transfer.importers import IMPORTERS
from service.transfer.recognise import recognised
from service.transfer.source import Source
from tests.transfer.visible import (
    Visible,
    comments_of,
    data_file,
    importer_named,
    read,
    skipped,
    statuses,
    threads_of,
    visible_files,
)

FILES = visible_files()
every_file = pytest.mark.parametrize("file", FILES, ids=str)


@every_file
def test_it_is_recognised(file: Visible) -> None:
    with Source(data_file(file.path)) as source:
        assert recognised(source, IMPORTERS).name == file.importer


@every_file
def test_imported_and_reported_are_all_that_is_in_it(file: Visible) -> None:
    records = read(file)

    assert len(comments_of(records)) + len(skipped(records)) == file.comments
    assert statuses(records) == dict(file.statuses)


@every_file
def test_it_says_the_same_packed_and_under_another_name(file: Visible, tmp_path: Path) -> None:
    path = data_file(file.path)
    packed, archive = tmp_path / "other.gz", tmp_path / "other.zip"
    data = path.read_bytes()
    packed.write_bytes(data if path.suffix == ".gz" else gzip.compress(data, 1))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.write(path, path.name)

    plain = _imported(read(file))

    if not path.name.endswith(".gz"):
        assert _imported(read(file, packed)) == plain
    if not path.name.endswith(".tar.gz"):
        assert _imported(read(file, archive)) == plain


@every_file
def test_times_do_not_depend_on_the_zone_of_the_server(
    file: Visible, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for zone in ("UTC", "Europe/Amsterdam", "Pacific/Kiritimati"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        seen.append(_imported(read(file)))
    monkeypatch.undo()
    time.tzset()

    assert seen[0] == seen[1] == seen[2]


@every_file
def test_a_part_of_it_is_read_or_refused_in_words(file: Visible, tmp_path: Path) -> None:
    data = data_file(file.path).read_bytes()
    for tenths in (1, 4, 7, 9):
        part = tmp_path / Path(file.path).name
        part.write_bytes(data[: len(data) * tenths // 10])
        try:
            records = read(file, part)
        except Invalid as refused:
            assert refused.code.startswith("import_")  # noqa: PT017
        else:
            assert len(comments_of(records)) <= file.comments


@every_file
def test_ids_of_comments_and_threads_are_of_one_source(file: Visible) -> None:
    records = read(file)

    sources = {record.external.source for record in (*comments_of(records), *threads_of(records))}
    assert len(sources) <= 1
    assert importer_named(file.importer).title
    assert all(len(each.excerpt) <= 200 for each in records if isinstance(each, Problem))


def _imported(records: list[object]) -> list[object]:
    return [record for record in records if not isinstance(record, Problem)]
