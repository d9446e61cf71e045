"""Isso's database and its generic JSON."""

import sqlite3
from pathlib import Path

from service.domain.import_problem import Reason
from service.domain.neutral import BodyFormat, NeutralStatus, Votes
from service.transfer.importers import isso, isso_json
from tests.transfer.importers.reading import comments, read, read_path, reasons, threads

COLUMNS = (
    "tid, id INTEGER PRIMARY KEY, parent, created FLOAT, modified FLOAT, mode, remote_addr, text,"
    " author, email, website, likes, dislikes, voters"
)


def database(path: Path, *rows: tuple[object, ...]) -> Path:
    made = sqlite3.connect(path)
    made.executescript(
        "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR, title VARCHAR);"
        "CREATE TABLE preferences (key, value);"
        "INSERT INTO preferences VALUES ('session-key', 'abcdef0123456789');"
        "INSERT INTO threads VALUES (1, '/a.html', ' Over fietsen ');"
        f"CREATE TABLE comments ({COLUMNS});"
    )
    made.executemany(f"INSERT INTO comments VALUES ({', '.join('?' * 14)})", rows)
    made.commit()
    made.close()
    return path


def row(id_: int, **other: object) -> tuple[object, ...]:
    values = {
        "tid": 1,
        "id": id_,
        "parent": None,
        "created": 1322429672.972,
        "modified": None,
        "mode": 1,
        "remote_addr": "192.0.2.0",
        "text": "Mooi *stuk*",
        "author": "Jan",
        "email": None,
        "website": None,
        "likes": 3,
        "dislikes": 1,
        "voters": b"\xff\0",
    }
    return tuple((values | other).values())


def test_a_comment_is_read_with_its_page_votes_and_old_address(tmp_path: Path) -> None:
    file = database(tmp_path / "comments.db", row(2), row(5, parent=2, modified=1322429673.5))

    records = read_path(isso.importer, file)

    [page] = threads(records)
    first, reply = comments(records)
    assert (page.address, page.title, page.external.id) == ("/a.html", "Over fietsen", "1")
    assert (first.created_at, first.votes, first.url) == (
        1322429672972,
        Votes(3, 1),
        "/a.html#isso-2",
    )
    assert (reply.parent, reply.edited_at) == ("2", 1322429673500)
    assert "abcdef0123456789" not in repr(records)


def test_modes_are_statuses_and_unknown_ones_wait(tmp_path: Path) -> None:
    rows = [row(number, mode=mode) for number, mode in enumerate((1, 2, 4, 9, "x"), 1)]

    records = read_path(isso.importer, database(tmp_path / "comments.db", *rows))

    assert [each.status for each in comments(records)] == [
        NeutralStatus.APPROVED,
        NeutralStatus.PENDING,
        NeutralStatus.DELETED,
        NeutralStatus.PENDING,
        NeutralStatus.PENDING,
    ]
    assert reasons(records) == [Reason.STATUS_UNKNOWN] * 2


def test_what_came_from_disqus_is_html(tmp_path: Path) -> None:
    rows = (row(1, text="<p>Hallo</p>"), row(2, text="een <p> in het midden"), row(3, text=None))

    records = read_path(isso.importer, database(tmp_path / "comments.db", *rows))

    assert [each.body.format for each in comments(records)] == [
        BodyFormat.HTML,
        BodyFormat.MARKDOWN,
        BodyFormat.MARKDOWN,
    ]


def test_wrong_types_in_every_column_do_no_harm(tmp_path: Path) -> None:
    odd = tuple(b"\xff\0blob" if name != 1 else 7 for name in range(14))

    records = read_path(isso.importer, database(tmp_path / "comments.db", odd))

    assert len(comments(records)) == 1
    assert set(reasons(records)) == {Reason.STATUS_UNKNOWN, Reason.DATE_UNPARSEABLE}


def test_a_view_is_no_table(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "comments.db")
    made.executescript(
        f"CREATE TABLE evil ({COLUMNS}, uri, title);"
        "CREATE VIEW comments AS SELECT * FROM evil; CREATE VIEW threads AS SELECT * FROM evil;"
    )
    made.close()

    assert read_path(isso.importer, tmp_path / "comments.db") == []


def test_ids_of_the_json_are_of_one_page_and_titles_are_decoded(tmp_path: Path) -> None:
    pages = [
        {
            "id": page,
            "title": "Test+%26+post",
            "comments": [
                {"id": 0, "author": "a", "text": "x", "created": "2005-02-24 04:03:37"},
                {"author": "b", "text": "y", "created": ""},
                "nonsense",
            ],
        }
        for page in ("/a", "/b")
    ]

    records = read(isso_json.importer, tmp_path, pages)

    assert [each.title for each in threads(records)] == ["Test & post"] * 2
    assert len({each.external for each in comments(records)}) == 4
    assert [each.external.id for each in comments(records)][::2] == ["/a/0", "/b/0"]
    assert (
        reasons(records)
        == [
            Reason.DATE_ZONE_ASSUMED,
            Reason.DATE_MISSING,
            Reason.FIELD_UNKNOWN,
        ]
        * 2
    )
