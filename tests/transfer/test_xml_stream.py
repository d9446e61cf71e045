"""XML is read record by record, whatever its prefixes; what is dangerous is refused."""

from pathlib import Path

import pytest

from service.domain.errors import Invalid
from service.domain.import_problem import Problem, Reason
from service.transfer.source import Source
from service.transfer.xml_node import Node
from service.transfer.xml_stream import DEPTH_MAX, records, root_name
from tests.transfer.visible import DATA

ATTACKS = DATA.parent / "attacks" / "xml"
REFUSED = ["cyclic.xml", "dtd.xml", "external.xml", "external_file.xml", "quadratic.xml"]


def parsed(data: bytes, tmp_path: Path, *wanted: str) -> tuple[list[Node], list[Problem]]:
    path = tmp_path / "f.xml"
    path.write_bytes(data)
    with Source(path) as source:
        found = list(records(source.entries()[0], wanted or ("feed/entry",)))
    return [x for x in found if isinstance(x, Node)], [x for x in found if isinstance(x, Problem)]


ATOM = b'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
OTHER = (
    b'xmlns:ns0="http://www.w3.org/2005/Atom" xmlns:ns1="http://purl.org/syndication/thread/1.0"'
)


@pytest.mark.parametrize(
    "data",
    [
        b"<feed " + ATOM + b"><entry><thr:total ref='1'> 7 </thr:total></entry></feed>",
        b"<feed><entry><thr:total ref='1'>7</thr:total></entry></feed>",
        b"<ns0:feed "
        + OTHER
        + b"><ns0:entry><ns1:total ref='1'>7</ns1:total></ns0:entry></ns0:feed>",
        b"<x:feed><x:entry><thr:total ref='1'>7</thr:total></x:entry></x:feed>",
        b"junk \xef\xbb\xbf<feed><entry><thr:total ref='1'>7\x00&#0;</thr:total></entry></feed>",
        ("<feed><entry><thr:total ref='1'>7</thr:total></entry></feed>").encode("utf-16"),
    ],
)
def test_elements_are_found_whatever_prefixes_the_file_uses(data: bytes, tmp_path: Path) -> None:
    (entry,), _ = parsed(data, tmp_path)

    total = entry.child("thr:total")

    assert total is not None
    assert (total.text, total.attribute("ref"), entry.line) == ("7", "1", 1)


def test_both_addresses_of_wordpress_are_one(tmp_path: Path) -> None:
    for scheme in (b"http", b"https"):
        data = b'<rss xmlns:wp="' + scheme + b'://wordpress.org/export/1.2/"><channel><item>'
        data += b"<wp:comment/><wp:comment/></item><item/></channel></rss>"
        (first, _), _ = parsed(data, tmp_path, "rss/channel/item")
        assert len(list(first.all("wp:comment"))) == 2


def test_a_file_that_breaks_gives_what_came_before_and_says_where(tmp_path: Path) -> None:
    for end in (b"<entry>& bad</entry></feed>", b"<entry><a></b>", b"<ent"):
        nodes, (problem,) = parsed(b"<feed><entry/><entry/>\n" + end, tmp_path)
        assert len(nodes) == 2
        assert problem.reason is Reason.TRUNCATED_FILE
        assert problem.place.line == 2
        assert "2" in problem.excerpt


def test_what_can_be_repaired_is_and_is_told(tmp_path: Path) -> None:
    data = b"x<feed><entry>a\x0bb&#xD800;c\xff\xc3\xa9d\xef\xbf\xbe</entry></feed>"

    (entry,), problems = parsed(data, tmp_path)

    assert entry.raw == "abc\ufffdéd"
    assert {problem.reason for problem in problems} == {
        Reason.XML_RECOVERED,
        Reason.CONTROL_CHARS_REMOVED,
        Reason.ENCODING_REPAIRED,
    }


def test_signs_across_the_parts_in_which_a_file_is_read_stay_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.transfer.xml_stream._CHUNK", 5)

    (entry,), problems = parsed("<feed><entry>é€😀&#39;&#0;x</entry></feed>".encode(), tmp_path)

    assert entry.raw == "é€😀'x"
    assert [problem.reason for problem in problems] == [Reason.CONTROL_CHARS_REMOVED]


def test_the_names_of_html_are_known_and_others_stay(tmp_path: Path) -> None:
    data = b"<feed><entry>a&hellip;b&odd;&amp;<![CDATA[&hellip;]]></entry></feed>"

    (entry,), [problem] = parsed(data, tmp_path)

    assert entry.raw == "a\u2026b&odd;&&hellip;"
    assert problem.reason is Reason.XML_RECOVERED


@pytest.mark.parametrize("name", ["xmlbomb.xml", "xmlbomb2.xml", *REFUSED])
def test_entities_and_outside_dtds_are_refused(name: str, tmp_path: Path) -> None:
    if not ATTACKS.exists():
        pytest.skip("no data/attacks: set REACTIE_SHARED to the folder that holds data/")

    with pytest.raises(Invalid, match="import_xml_entity"):
        parsed((ATTACKS / name).read_bytes(), tmp_path)


def test_depth_and_size_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid, match="import_too_deep"):
        parsed(b"<a>" * (DEPTH_MAX + 1), tmp_path)
    monkeypatch.setattr("service.transfer.xml_stream.RECORD_MAX", 1_000)
    with pytest.raises(Invalid, match="import_too_large"):
        parsed(b"<feed><entry>" + b"x" * 2_000, tmp_path)


def test_the_root_of_a_sample_is_found() -> None:
    assert root_name(b"\n<?xml version='1.0'?><!-- <a> --><x:feed>") == "feed"
    assert root_name('<disqus xmlns="x">'.encode("utf-16")) == "disqus"
    assert root_name(b'{"a": 1}') == ""


def test_parts_that_are_taken_out_come_alone_and_first_and_are_measured_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.xml"
    monkeypatch.setattr("service.transfer.xml_stream.RECORD_MAX", 1_000)
    part, filling = "<b>" + "x" * 500 + "</b>", "y" * 700
    path.write_text(f"<r><a><n>1</n>{part * 4}</a><a>{filling}{part}{filling}</a></r>")

    with Source(path) as source:
        found = records(source.entries()[0], {"r/a"}, apart={"r/a/b"})
        with pytest.raises(Invalid, match=r"too_large"):
            list(found)
        path.write_text(f"<r><a><n>1</n>{part * 4}</a></r>")
        *parts, whole = [
            node
            for node in records(source.entries()[0], {"r/a"}, {"r/a/b"})
            if isinstance(node, Node)
        ]

    assert [part.within for part in parts] == [whole] * 4
    assert [child.name for child in whole.children] == ["n"]


@pytest.mark.parametrize("encoding", ["windows-1252", "gbk", "iso-8859-1", "no-such", "zlib"])
def test_other_encodings_are_read_and_unknown_ones_as_utf8(encoding: str, tmp_path: Path) -> None:
    unknown = encoding in ("no-such", "zlib")
    written = "utf-8" if unknown else encoding
    text = f'<?xml version="1.0" encoding="{encoding}"?><feed><entry>caf\u00e9</entry></feed>'

    (entry,), problems = parsed(text.encode(written), tmp_path)

    assert entry.raw == "caf\u00e9"
    assert [problem.reason for problem in problems] == (
        [Reason.ENCODING_REPAIRED] if unknown else []
    )
