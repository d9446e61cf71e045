"""JSON of exports is read object by object, whatever is wrong with it."""

from pathlib import Path

import pytest

from service.domain.errors import Invalid
from service.domain.import_problem import Problem, Reason
from service.transfer.json_stream import Found, list_of, objects, paths_in
from service.transfer.source import Source


def read(tmp_path: Path, content: bytes, *wanted: str) -> list[object]:
    """The values, and the reasons of problems, in their order."""
    file = tmp_path / "file.json"
    file.write_bytes(content)
    with Source(file) as source:
        found = list(objects(source.entries()[0], wanted))
    return [each.value if isinstance(each, Found) else each.reason for each in found]


def test_objects_of_a_list_and_of_lines_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, b'[{"a":1},{"b":[{"c":2.5}]}]', "item") == [
        {"a": 1},
        {"b": [{"c": 2.5}]},
    ]
    assert read(tmp_path, b'\xef\xbb\xbf{"a":1}\n\t{"b":null}\n', "") == [{"a": 1}, {"b": None}]


def test_what_is_no_object_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, b'[{"a":1},3,"x"]', "item") == [
        {"a": 1},
        Reason.FIELD_UNKNOWN,
        Reason.FIELD_UNKNOWN,
    ]


@pytest.mark.parametrize("end", [b'{"b":"x', b"nonsense", b'{"b":NaN}]', b'{"b":1e999}]', b"\x00"])
def test_where_a_document_breaks_off_all_before_is_kept(tmp_path: Path, end: bytes) -> None:
    assert read(tmp_path, b'[{"a":1},' + end, "item") == [{"a": 1}, Reason.TRUNCATED_FILE]


def test_bytes_that_are_no_text_are_replaced(tmp_path: Path) -> None:
    assert read(tmp_path, b'[{"a":"x\xff"},{"b":"y"}]', "item") == [
        {"a": "x?"},
        {"b": "y"},
        Reason.ENCODING_REPAIRED,
    ]


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 5_000])
def test_what_is_nested_too_deeply_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read(tmp_path, content, "", "item")

    assert refused.value.code == "import_too_deep"


def test_one_object_may_not_be_the_whole_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.transfer.json_stream.OBJECT_MAX", 100)

    with pytest.raises(Invalid) as refused:
        read(tmp_path, b'[{"a":[' + b"1," * 200 + b"1]}]", "item")

    assert refused.value.code == "import_too_large"


def test_a_cut_archive_is_told(tmp_path: Path) -> None:
    import gzip  # noqa: PLC0415

    file = tmp_path / "file.json.gz"
    file.write_bytes(gzip.compress(b'[{"a":1}]' + b" " * 50_000)[:-6])
    with Source(file) as source:
        found = list(objects(source.entries()[0], {"item"}))

    assert [type(each) for each in found] == [Found, Problem]


@pytest.mark.parametrize("content", [b'[{"a":1}]', b'{"a":1}', b'{"data":[{"a":1}],"code":0}'])
def test_a_list_is_found_wherever_it_stands(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    with Source(file) as source:
        found = list(list_of(source.entries()[0], "data", "results"))

    assert [each.value for each in found if isinstance(each, Found)] == [{"a": 1}]


def test_the_paths_of_a_sample_that_ends_anywhere_are_known() -> None:
    whole = b'{"data":{"Comment":[{"nick":"x"}]}}'

    assert "data.Comment.item.nick" in paths_in(whole[:-5])
    assert paths_in(b"<xml/>") == frozenset()


@pytest.mark.parametrize(
    "above", [b"", b"\xef\xbb\xbf", b'filetype:JSON-streaming {"type":"Class","class":"Comment"}\n']
)
def test_what_stands_above_a_document_is_passed_by(above: bytes, tmp_path: Path) -> None:
    lines = above + b'{"a":1}\r\n{"a":2}\r\n'

    assert read(tmp_path, lines, "") == [{"a": 1}, {"a": 2}]
    assert paths_in(lines) == {"a", ""}


@pytest.mark.parametrize("before", ["", "x" * 4_085, "x" * 4_088, "\\\\" * 2_042])
def test_half_a_sign_is_replaced_wherever_it_stands(before: str, tmp_path: Path) -> None:
    text = f'[{{"a":"{before}\\ud83d\\ude00\\ud800\\\\ud800\\udc00"}}]'

    [value, said] = read(tmp_path, text.encode(), "item")

    assert value == {"a": before.replace("\\\\", "\\") + "\U0001f600\ufffd\\ud800\ufffd"}
    assert said is Reason.ENCODING_REPAIRED
    assert "item.a" in paths_in(text.encode())
