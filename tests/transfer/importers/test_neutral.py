"""The neutral lines are read also when other hands wrote them; what is cut is refused."""

import hashlib
import json
from pathlib import Path

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.neutral import NeutralComment, NeutralThread
from service.transfer.importer import ReadOptions
from service.transfer.importers.neutral import importer
from service.transfer.source import Source

HEAD = {"type": "export", "schema": "comments-export", "version": 1, "site": {"id": "b"}}
PAGE = {"type": "thread", "id": "t1", "key": "/a"}
COMMENT = {
    "type": "comment",
    "id": "c1",
    "thread": "t1",
    "status": "approved",
    "created_at": "2020-01-01T00:00:00.000Z",
    "author": {"name": "Jan", "account": {"provider": "x", "id": 1}},
    "body": {"format": "text", "source": "Hallo"},
    "unknown": 1,
}


def read(path: Path, *lines: object, end: bool = True, **options: bool) -> list[object]:
    raw = b"".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
    )
    if end:
        told = hashlib.sha256(raw).hexdigest()
        raw += json.dumps({"type": "end", "sha256": told}).encode()
    file = path / "x.jsonl"
    file.write_bytes(raw)
    with Source(file) as source:
        assert importer.recognises(source.entries()[0].sample(), "x") == 1
        return list(importer.read(source, ReadOptions(**options)))


def test_lines_without_names_from_elsewhere_are_known_by_those_in_the_file(
    tmp_path: Path,
) -> None:
    page, comment = read(tmp_path, HEAD, PAGE, {**COMMENT, "parent": "c0"})

    assert isinstance(page, NeutralThread)
    assert isinstance(comment, NeutralComment)
    assert (comment.external.instance, comment.external.id) == ("b", "c1")
    assert (comment.thread, comment.parent, comment.created_at) == ("t1", "c0", 1577836800000)


def test_lines_that_cannot_be_read_are_told_one_by_one(tmp_path: Path) -> None:
    records = read(
        tmp_path,
        HEAD,
        {**COMMENT, "status": "odd"},
        {"type": "poem"},
        {"type": "comment"},
        COMMENT,
        end=True,
    )

    problems = [each for each in records if isinstance(each, Problem)]
    assert [each.place.line for each in problems] == [2, 3, 4]
    assert isinstance(records[-1], NeutralComment)


def test_a_cut_file_tells_after_all_that_is_there(tmp_path: Path) -> None:
    for lines in ((HEAD, COMMENT), (HEAD, COMMENT, b'{"type": "com')):
        records = read(tmp_path, *lines, end=False)
        assert isinstance(records[0], NeutralComment)
        assert isinstance(records[-1], Problem)
        assert (records[-1].reason, records[-1].outcome) == (Reason.TRUNCATED_FILE, Outcome.NOTED)
