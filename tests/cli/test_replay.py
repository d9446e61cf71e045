import json
import socket
from pathlib import Path

import pytest
from click.testing import Result

from service.cli.replay.script import Line, ScriptError, by_page, read_script
from tests.cli.terminal import Terminal


def row(group: str, text: str, *, at: int, label: int = 0, author: str = "jan") -> str:
    moment = f"2015-02-0{at}T10:00:00"
    return json.dumps(
        {"group": group, "author": author, "text": text, "label": label, "ts": moment}
    )


def test_comments_are_replayed_in_the_order_of_time() -> None:
    lines = read_script([row("a", "later", at=2), "\n", row("a", "sooner", at=1)])

    assert [line.text for line in lines] == ["sooner", "later"]


def test_comments_of_one_moment_stay_in_the_order_of_the_file() -> None:
    lines = read_script([row("a", "one", at=1), row("b", "two", at=1), row("a", "three", at=1)])

    assert [line.text for line in lines] == ["one", "two", "three"]


def test_a_page_keeps_the_order_of_its_comments() -> None:
    lines = read_script([row("a", "one", at=1), row("b", "two", at=2), row("a", "three", at=3)])

    pages = by_page(lines)

    assert {post: [line.text for line in page] for post, page in pages.items()} == {
        "/a": ["one", "three"],
        "/b": ["two"],
    }


def test_a_page_whose_name_is_no_path_gets_an_address_of_its_own() -> None:
    [line] = read_script([row("Één / twee?", "x", at=1)])

    assert line.post == "/%C3%89%C3%A9n%20%2F%20twee%3F"


def test_an_author_keeps_his_device_and_no_comment_shares_its_key() -> None:
    lines = read_script([row("a", "x", at=1), row("a", "x", at=2), row("a", "x", at=3, author="p")])

    devices = [line.device for line in lines]
    assert devices[0] == devices[1] != devices[2]
    assert len({line.key for line in lines}) == 3


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("{", "line 2: "),
        ("[]", "line 2: not an object"),
        ('{"group": 1}', "line 2: group: not a text"),
        (row("a", "x", at=1, label=2), "line 2: label: neither 0 nor 1"),
    ],
)
def test_a_line_that_is_no_comment_is_named(raw: str, reason: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script([row("a", "x", at=1), raw])

    assert str(caught.value).startswith(reason)
    assert caught.value.line == 2


def test_a_good_label_is_0() -> None:
    lines: list[Line] = read_script([row("a", "x", at=1), row("a", "y", at=2, label=1)])

    assert [line.good for line in lines] == [True, False]


def test_a_replay_shows_readers_exactly_what_the_labels_call_good(
    bare: Terminal, tmp_path: Path
) -> None:
    result = _replay(bare, tmp_path, _conversation(), "--json")

    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["posted"] == 8
    assert report["refused"] == {"empty": 1}
    assert report["pages"] == 2
    assert report["differing"] == []
    assert report["spam"] == 1


def test_a_replay_tells_its_story_to_people(bare: Terminal, tmp_path: Path) -> None:
    result = _replay(bare, tmp_path, _conversation())

    assert result.exit_code == 0
    assert "All 2 pages show exactly the good comments, in order." in result.stdout
    assert "(empty 1)" in result.stdout


def test_a_page_that_differs_is_named_and_fails(
    bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing_listed(*_: object) -> list[str]:
        return []

    monkeypatch.setattr("service.cli.replay.run.public_ids", nothing_listed)

    result = _replay(bare, tmp_path, [row("a", "Mooi stuk.", at=1)])

    assert result.exit_code == 1
    assert "/a" in result.stdout


def test_a_script_that_cannot_be_read_fails_with_its_line(bare: Terminal, tmp_path: Path) -> None:
    result = _replay(bare, tmp_path, ["{"])

    assert result.exit_code == 1
    assert result.stderr.startswith("Failed: comments.jsonl: line 1: ")


def test_a_server_that_does_not_start_is_told_of(bare: Terminal, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])

        result = _replay(bare, tmp_path, [row("a", "x", at=1)], "--port", taken)

    assert result.exit_code == 1
    assert result.stderr.startswith("Failed: The server did not start: ")
    assert "address already in use" in result.stderr


def _conversation() -> list[str]:
    """Enough good comments of one author that the rules come to trust him, and then a bad one."""
    return [
        *(row("een", f"Goed punt, nummer {n}.", at=n) for n in range(1, 6)),
        row("een", "Koop nu!", at=6, label=1),
        row("twee", "   ", at=7, author="piet"),
        row("twee", "Dank je.", at=8, author="piet"),
    ]


def _replay(terminal: Terminal, folder: Path, rows: list[str], *more: str) -> Result:
    script = folder / "comments.jsonl"
    script.write_text("\n".join(rows), encoding="utf-8")
    return terminal.run("demo", "--replay", str(script), *more)
