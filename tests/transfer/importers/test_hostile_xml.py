"""What nobody honest exports, in all formats of XML alike."""

import zipfile
from pathlib import Path

import pytest

from service.domain.errors import Invalid
from service.domain.import_problem import Problem, Reason
from service.domain.neutral import NeutralComment, Record
from service.transfer.importer import Importer, ReadOptions
from service.transfer.importers import (
    IMPORTERS,
    blogger_classic,
    blogger_takeout,
    disqus,
    wordpress,
)
from service.transfer.recognise import recognised
from service.transfer.source import Source

TAG = "tag:blogger.com,1999:blog-7.post-"
FORMS = {
    "takeout": (
        blogger_takeout.importer,
        "<feed xmlns:blogger='http://schemas.google.com/blogger/2018'>{}</feed>",
        (
            f"<entry><id>{TAG}2</id><blogger:type>COMMENT</blogger:type><blogger:parent>{TAG}1"
            "</blogger:parent><blogger:status>LIVE</blogger:status><content>{}</content></entry>"
        ),
    ),
    "classic": (
        blogger_classic.importer,
        "<feed><id>tag:blogger.com,1999:blog-7.archive</id>{}</feed>",
        f"<entry><id>{TAG}2</id><thr:in-reply-to ref='{TAG}1'/><content>{{}}</content></entry>",
    ),
    "disqus": (
        disqus.importer,
        "<disqus xmlns='http://disqus.com'>{}</disqus>",
        "<post dsq:id='2'><isSpam>false</isSpam><thread dsq:id='1'/><message>{}</message></post>",
    ),
    "wordpress": (
        wordpress.importer,
        "<rss><channel><item>{}</item></channel></rss>",
        (
            "<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_approved>1</wp:comment_approved>"
            "<wp:comment_content>{}</wp:comment_content></wp:comment>"
        ),
    ),
}
every_form = pytest.mark.parametrize("form", FORMS)


def read(form: str, data: bytes, folder: Path) -> list[Record]:
    path = folder / "export.xml"
    path.write_bytes(data)
    with Source(path) as source:
        importer = recognised(source, IMPORTERS)
        assert importer is FORMS[form][0]
        return list(importer.read(source, ReadOptions()))


def document(form: str, *bodies: str, before: str = "") -> bytes:
    _, whole, record = FORMS[form]
    return (before + whole.format("".join(map(record.format, bodies)))).encode()


def bodies(records: list[Record]) -> list[str]:
    return [each.body.source for each in records if isinstance(each, NeutralComment)]


@every_form
def test_entities_and_outside_dtds_are_refused(form: str, tmp_path: Path) -> None:
    for inner in (
        "[<!ENTITY a 'b'>]",
        "SYSTEM 'http://evil.example/x'",
        "[<!ENTITY % a SYSTEM 'x'>]",
    ):
        data = document(form, "&a;", before=f"<!DOCTYPE x {inner}>")
        with pytest.raises(Invalid, match="import_xml_entity"):
            read(form, data, tmp_path)


def test_an_empty_file_is_told_from_an_unknown_one(tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    for data, code in ((b" \n", "import_empty"), (b"<html>", "import_unknown_format")):
        path.write_bytes(data)
        with Source(path) as source, pytest.raises(Invalid, match=code):
            recognised(source, IMPORTERS)


@every_form
def test_what_no_text_may_hold_is_taken_out_and_told(form: str, tmp_path: Path) -> None:
    data = document(form, "a\0b&#0;&#xD800;c\x0b", "x").replace(b">x<", b">d\xff\xed\xa0\x80<")

    records = read(form, data, tmp_path)

    first, second = bodies(records)
    assert first == "abc"
    assert second.startswith("d\ufffd")
    said = {each.reason for each in records if isinstance(each, Problem)}
    assert said >= {Reason.CONTROL_CHARS_REMOVED, Reason.ENCODING_REPAIRED}


@every_form
def test_a_fault_gives_what_came_before_and_its_place(form: str, tmp_path: Path) -> None:
    data = document(form, "one", "\n</wrong>")

    records = read(form, data, tmp_path)

    assert bodies(records) == ["one"]
    [fault] = [x for x in records if isinstance(x, Problem) and x.reason is Reason.TRUNCATED_FILE][
        :1
    ]
    assert (fault.place.file, fault.place.line) == ("export.xml", 2)
    assert fault.place.offset


@every_form
def test_nesting_is_limited(form: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"import_(xml_)?too_deep"):
        read(form, document(form, "<a>" * 200), tmp_path)


@every_form
def test_a_file_among_thousands_of_others_is_found(form: str, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(500):
            archive.writestr(f"a/{number}.jpg", b"\xff\xd8")
        archive.writestr("a/11.xml", document(form, "one"))
        for number in range(500, 600):
            archive.writestr(f"a/{number}.jpg", b"\xff\xd8")

    importer: Importer = FORMS[form][0]
    with Source(path) as source:
        assert recognised(source, IMPORTERS) is importer
        assert bodies(list(importer.read(source, ReadOptions()))) == ["one"]
