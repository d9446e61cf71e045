"""Comments come along and leave at the terminal."""

import gzip
import json
from pathlib import Path

from tests.cli.terminal import Terminal


def exported(terminal: Terminal, name: str = "out.comments.jsonl", *more: str) -> Path:
    file = terminal.database.with_name(name)
    terminal.done("export", str(file), "--site", "blog", *more)
    return file


def test_what_one_site_exports_another_imports_once_and_gives_back(terminal: Terminal) -> None:
    terminal.post("Mooi stuk.")
    terminal.post("Mee eens.", name="Ans")
    first = exported(terminal)
    terminal.done("init", "--site", "other", "--origin", "https://blog.example")

    looked = terminal.json("import", str(first), "--site", "other", "--dry-run")
    made = terminal.json("import", str(first), "--site", "other")
    again = terminal.json("import", "--site", "other", str(first))

    assert looked["id"] is None
    assert looked["counts"]["created"] == made["done"]["created"] == 2
    assert made["format"] == "neutral"
    assert made["state"] == "done"
    assert again["done"] == {**made["done"], "created": 0, "unchanged": 2}
    back = terminal.database.with_name("back.jsonl.gz")
    terminal.done("export", str(back), "--site", "other")
    assert (
        gzip.decompress(back.read_bytes()).splitlines()[1:-1]
        == (first.read_bytes().splitlines()[1:-1])
    )
    listed = terminal.json("import", "list")["items"]
    assert [run["counts"]["created"] for run in listed] == [0, 2]
    assert made["id"] in terminal.done("import", "list")
    assert terminal.json("import", "undo", made["id"])["undone"] == 2
    assert terminal.json("import", str(first), "--site", "other")["done"]["created"] == 2


def test_people_read_what_came_of_it_and_what_was_odd(terminal: Terminal) -> None:
    terminal.post()
    file = exported(terminal)
    text = file.read_text().replace('"key":"/co-creatie.html"', '"key":"https://x.example/a"')
    log = file.with_name("log.csv")
    file.write_text(text)
    asked = ("import", str(file), "--site", "blog", "--partial", "--log", str(log))

    shown = terminal.done(*asked)

    assert "1 comment read" in shown
    assert "1 held apart" in shown
    assert "--host x.example" in shown
    assert "reactie import undo" in shown
    assert "thread-foreign-host" in log.read_text()
    rows = log.with_suffix(".jsonl")
    terminal.done(*asked[:-1], str(rows), "--dry-run", "--host", "x.example")
    assert "thread-foreign-host" not in rows.read_text()
    run = terminal.json("import", "list")["items"][0]["id"]
    assert "Took 1 comment back" in terminal.done("import", "undo", run)


def test_without_personal_data_there_is_none(terminal: Terminal) -> None:
    terminal.post("Hallo")
    lines = exported(terminal, "p.jsonl", "--no-personal-data").read_text().splitlines()
    public = exported(terminal, "q.jsonl", "--public-only").read_text().splitlines()

    assert json.loads(lines[0])["options"]["personal_data"] is False
    assert len(public) == 3  # all wait: a page without comments, between the ends


def test_a_file_without_comments_is_told_so_and_leaves_no_import_behind(terminal: Terminal) -> None:
    empty = exported(terminal, "empty.jsonl")

    for more in ((), ("--dry-run",)):
        told = terminal.done("import", str(empty), "--site", "blog", *more)
        assert told.splitlines() == [
            "empty.jsonl: JSON Lines, 0 comments. There is nothing to import."
        ]
    assert terminal.json("import", str(empty), "--site", "blog")["id"] is None
    assert "Nothing was imported" in terminal.done("import", "list")


def test_what_cannot_be_read_is_refused_in_one_line(terminal: Terminal, tmp_path: Path) -> None:
    odd = tmp_path / "odd.bin"
    odd.write_bytes(b"nothing we know")
    cut = exported(terminal, "cut.jsonl")
    cut.write_bytes(cut.read_bytes()[:-3])

    for arguments, words in (
        ((str(odd),), "no format that is known"),
        ((str(odd), "--format", "nothing"), "no format nothing"),
        ((str(odd), "--zone", "Mars"), "no time zone Mars"),
        ((str(cut),), "breaks off"),
    ):
        failed = terminal.run("import", *arguments, "--site", "blog")
        assert failed.exit_code == 1
        assert words in failed.stderr
    assert "Nothing was imported" in terminal.done("import", "list")
    failed = terminal.run("export", str(odd), "--site", "blog", "--format", "x")
    assert "no format x" in failed.stderr
    assert terminal.run("import", "undo", "abc").exit_code == 1


def test_what_is_wrongly_asked_is_refused_before_anything_is_made(
    terminal: Terminal, tmp_path: Path
) -> None:
    table = tmp_path / "oud.csv"
    table.write_text("page,text\n/a,Hallo daar\n", encoding="utf-8")
    wrong = {
        "--column": "text=wat",
        "--base-url": "javascript:x",
        "--date-format": "%Q%",
        "--host": "<script>",
        "--log": str(tmp_path / "none" / "report.csv"),
    }
    for option, said in wrong.items():
        assert terminal.run("import", str(table), "--site", "blog", option, said).exit_code != 0
    assert terminal.json("import", "list")["items"] == []
