"""Staticman: comments as files of the blog's repository."""

from pathlib import Path

import pytest

from service.domain.import_problem import Reason
from service.domain.neutral import BodyFormat
from service.transfer.importers.staticman import importer
from tests.transfer.importers.reading import comments, read_path, reasons, threads

FIELDS = "name: Jan\nemail: 81b3151b91c9dfc3d0074cba1a0357c6\nmessage: Hoi\ndate: 1602111153\n"


def blog(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        path = folder / "comments" / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def test_a_folder_is_a_page_and_a_file_a_comment(tmp_path: Path) -> None:
    folder = blog(
        tmp_path,
        stuk__entry1_dot_yml=FIELDS + "_id: u1\n_parent: https://blog.example/stuk/\n",
        stuk__entry2_dot_yml=FIELDS + "replying_to_uid: u1\nupdated: 2021-01-01\n",
        ander__a_dot_md="---\nname: Piet\ndate: 2020-12-23T11:03:15.944Z\n---\n<p>Ja</p>\n",
    )

    records = read_path(importer, folder, page_pattern="https://blog.example/{name}/")

    other, page = threads(records)
    html, first, reply = comments(records)
    assert (page.address, other.address) == (
        "https://blog.example/stuk/",
        "https://blog.example/ander/",
    )
    assert (first.external.id, reply.external.id) == ("stuk/u1", "stuk/entry2")
    assert (reply.parent, first.created_at) == ("stuk/u1", 1602111153000)
    assert (first.author.email, first.author.email_hash) == (
        None,
        "81b3151b91c9dfc3d0074cba1a0357c6",
    )
    assert (html.body.format, html.author.name) == (BodyFormat.HTML, "Piet")
    assert reply.edited_at == 1609459200000


def test_a_number_is_the_place_among_the_files(tmp_path: Path) -> None:
    folder = blog(
        tmp_path,
        stuk__a_dot_yml=FIELDS,
        stuk__b_dot_yml=FIELDS + "replying_to: '1'\n",
        stuk__c_dot_yml=FIELDS + "replying_to: '9'\n",
    )

    records = read_path(importer, folder)

    assert [each.parent for each in comments(records)] == [None, "stuk/a", "stuk/9"]
    assert reasons(records) == [Reason.POSITION_PARENT]


def test_in_one_folder_comments_name_their_page(tmp_path: Path) -> None:
    folder = blog(
        tmp_path,
        a_dot_json='{"post": "derde", "name": "George", "message": "Hm", "date": "2020-12-23"}',
    )

    [page] = threads(read_path(importer, folder))

    assert page.address == "derde"


@pytest.mark.parametrize(
    "odd", ["- " * 30_000 + "a", "[" * 9_000, "a: [\n", "a: b\n---\nc: d\n", "? " * 30_000]
)
def test_what_is_no_yaml_or_nested_too_deeply_is_skipped_and_told(tmp_path: Path, odd: str) -> None:
    folder = blog(tmp_path, stuk__a_dot_yml=FIELDS, stuk__b_dot_yml=odd)

    records = read_path(importer, folder)

    assert len(comments(records)) == 1
    assert reasons(records) == [Reason.TRUNCATED_FILE]


def test_what_asks_for_more_than_texts_gets_texts(tmp_path: Path) -> None:
    odd = FIELDS.replace("Hoi", "!!python/object/apply:os.system [ls]")
    folder = blog(tmp_path, stuk__a_dot_yml=odd, stuk__b_dot_yml=FIELDS + "\x00x: 1\n")

    assert len(comments(read_path(importer, folder))) == 1


def test_other_files_are_none_of_them(tmp_path: Path) -> None:
    folder = blog(
        tmp_path,
        stuk__a_dot_yml=FIELDS,
        stuk__list_dot_json="[1, 2]",
        stuk__page_dot_md="# No front matter",
        stuk__data_dot_yml="title: A page\n",
        stuk__big_dot_yml="a: " + "x" * 1_000_001,
    )
    (tmp_path / "staticman.yml").write_text("comments:\n  allowedFields: [name]\n")

    records = read_path(importer, folder)

    assert len(comments(records)) == 1
    assert reasons(records) == [Reason.BODY_TOO_LONG]
