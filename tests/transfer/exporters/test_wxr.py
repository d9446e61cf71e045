"""WXR comes back from our own importer, and Isso itself reads it."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from service.domain.exported import ExportedComment, ExportedPage
from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    Kind,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    Votes,
)
from service.locales import text
from service.transfer.exporter import Exporter, WriteOptions
from service.transfer.exporters import EXPORTERS, disqus, wordpress
from service.transfer.importers.wordpress import importer
from service.web.rendering import MarkdownRenderer
from tests.transfer.exporters.test_round_trips import SITE
from tests.transfer.reading import Read

AT = 1_322_429_672_000
JAN = NeutralAuthor("Tom &copy Jerry & co", "jan@mail.example", url="https://jan.example/?a=1&b=2")


def comment(id_: str, source: str = "disqus", **other: object) -> NeutralComment:
    values: dict[str, object] = {
        "external": ExternalId(source, "forum", id_),
        "thread": "9",
        "body": Body("one\n\ntwo <b>three</b> ]]>", BodyFormat.HTML, newlines=True),
        "status": NeutralStatus.APPROVED,
        "author": JAN,
        "ip": "192.0.2.1",
        "created_at": AT,
        "url": f"https://old.example/a#comment-{id_}",
    }
    return NeutralComment(**(values | other))  # type: ignore[arg-type]


COMMENTS = (
    ExportedComment(comment("1", votes=Votes(up=3)), None),
    ExportedComment(comment("2", status=NeutralStatus.PENDING, parent="1", reply_to="7"), 0),
    ExportedComment(comment("3", status=NeutralStatus.SPAM), None),
    ExportedComment(comment("4", status=NeutralStatus.TRASH), None),
    ExportedComment(
        comment("5", status=NeutralStatus.DELETED, body=Body("", BodyFormat.HTML, newlines=True)),
        None,
    ),
    ExportedComment(
        comment("5", "reactie", thread="/a", parent="5", parent_of=("disqus", "forum")), 4
    ),
    ExportedComment(comment("6", kind=Kind.PINGBACK), None),
    ExportedComment(comment("7", body=Body("<p>a</p>", BodyFormat.HTML)), None),
    ExportedComment(comment("8", author=replace(JAN, name=None, site_owner=True)), None),
)
PAGE = ExportedPage(
    key="/a",
    url="https://blog.example/a",
    title="A & B &lt;3",
    closed=True,
    created_at=AT - 5_000,
    aliases=(),
    external=(ExternalId("disqus", "forum", "9"), ExternalId("reactie", "blog", "/a")),
    comments=COMMENTS,
)
HELD = replace(PAGE, key="held:x", url=None, title=None, external=(), comments=COMMENTS[:1])
NAMED = replace(PAGE, key="my name", url=None, external=(), comments=COMMENTS[:1])


async def export(
    exporter: Exporter, *pages: ExportedPage, render: bool = True, **options: bool
) -> str:
    async def each() -> AsyncIterator[ExportedPage]:
        for page in pages:
            yield page

    told = WriteOptions(AT, renderer=MarkdownRenderer() if render else None, **options)
    return b"".join([part async for part in exporter.write(SITE, each(), told)]).decode()


async def test_wxr_comes_back_as_it_was(tmp_path: Path) -> None:
    found = Read(importer, await export(wordpress.exporter, PAGE), tmp_path)

    assert [each.external for each in found.threads] == list(PAGE.external)
    assert {(each.address, each.title, each.closed) for each in found.threads} == {
        ("/a", PAGE.title, True)
    }
    assert [replace(each, created_original=None, extra={}) for each in found.comments] == [
        each.record for each in COMMENTS
    ]


async def test_pages_nobody_can_ask_for_stay_so(tmp_path: Path) -> None:
    found = Read(importer, await export(wordpress.exporter, HELD, NAMED), tmp_path)

    assert [(each.address, each.public) for each in found.threads] == [
        ("held:x", False),
        ("my name", True),
    ]
    assert [each.title for each in found.threads] == [None, PAGE.title]
    public = await export(wordpress.exporter, HELD, NAMED, public_only=True)
    assert "held:x" not in public


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (Body("a *b*\nc\n\nd", BodyFormat.MARKDOWN), "<p>a <em>b</em><br> c</p> <p>d</p>"),
        (Body("a < b\nc", BodyFormat.TEXT), "a &lt; b\nc"),
        (Body("a\n <i>b</i><pre>1\n2</pre>", BodyFormat.HTML), "a <i>b</i><pre>1\n2</pre>"),
        (Body("a\nb", BodyFormat.HTML, newlines=True), "a\nb"),
        (Body("<a href='javascript:x'>a</a>", BodyFormat.HTML), "<p><a>a</a></p>"),
        (Body("a<script>x</script>", BodyFormat.HTML), "<p>a</p>"),
        (Body('<b onclick="x">a</b>', BodyFormat.HTML), "<p><strong>a</strong></p>"),
        (Body("<h1>a</h1><div><u>b</u></div>", BodyFormat.HTML), "<h1>a</h1><div><u>b</u></div>"),
        (Body("a <b", BodyFormat.HTML), "<p>a </p>"),
    ],
)
async def test_texts_leave_as_harmless_html(body: Body, html: str, tmp_path: Path) -> None:
    page = replace(PAGE, comments=(ExportedComment(comment("1", body=body), None),))

    read = Read(importer, await export(wordpress.exporter, page), tmp_path).comment
    bare = await export(wordpress.exporter, page, render=False)

    assert read.body.source.replace(' rel="ugc nofollow noopener noreferrer"', "") == html
    assert "<script" not in bare
    assert "javascript:x'>" not in bare


async def test_what_has_no_time_gets_that_of_the_one_before(tmp_path: Path) -> None:
    records = (comment("1"), comment("2", created_at=None))
    page = replace(PAGE, comments=tuple(ExportedComment(each, None) for each in records))

    found = Read(importer, await export(wordpress.exporter, page), tmp_path)

    assert [each.created_at for each in found.comments] == [AT, AT]


async def test_addresses_may_stay_behind() -> None:
    for exporter in (wordpress.exporter, disqus.exporter):
        text = await export(exporter, PAGE, personal_data=False)
        assert "jan@mail.example" not in text
        assert "192.0.2.1" not in text


async def test_disqus_gets_what_it_can_take(tmp_path: Path) -> None:
    nobody = NeutralAuthor("Nobody")
    mine = (
        *COMMENTS,
        ExportedComment(comment("11", author=nobody), 2),
        ExportedComment(comment("12", author=nobody), None),
    )

    text = await export(disqus.exporter, replace(PAGE, comments=mine), HELD)
    found = Read(importer, text, tmp_path)

    assert [(each.external.id, each.status.value, each.parent) for each in found.comments] == [
        ("/a/1", "approved", None),
        ("/a/2", "pending", "/a/1"),
        ("/a/6", "approved", None),
        ("/a/8", "approved", None),
        ("/a/9", "approved", None),
        ("/a/10", "approved", None),
        ("/a/11", "approved", None),
    ]
    assert found.comments[0].author == JAN
    assert found.comments[-1].author == nobody
    assert "<dsq:thread_identifier>/a</dsq:thread_identifier>" in text
    assert text.count("@anonymous.invalid") == 2
    assert len(set(_mails(text))) == 2
    assert len(found.threads) == 1


def test_every_loss_has_its_words() -> None:
    for exporter in EXPORTERS:
        for loss in exporter.losses:
            key = f"export.loses.{loss}"
            assert key not in (text("en", key), text("nl", key))


def _mails(text: str) -> Sequence[str]:
    return [part.partition("<")[0] for part in text.split("author_email>")[1::2]]


_MIGRATE = """
import json, sys
from isso import config, db, migrate
conf = config.load(config.default_file())
opened = db.SQLite3(sys.argv[2], conf)
migrate.dispatch("wordpress", opened, sys.argv[1])
rows = opened.execute(
    "SELECT t.uri, c.mode, c.created, c.author, c.parent"
    " FROM comments c JOIN threads t ON t.id = c.tid"
).fetchall()
print("\\n" + json.dumps([list(row) for row in rows]))
"""


def test_isso_reads_as_many_at_the_same_times(isso_python: Path, tmp_path: Path) -> None:
    file, database = tmp_path / "blog.wxr.xml", tmp_path / "isso.db"
    other = replace(PAGE, key="/b", url="https://blog.example/b", title=None, comments=COMMENTS[:2])
    pages = (PAGE, other, replace(other, comments=()))
    file.write_text(asyncio.run(export(wordpress.exporter, *pages)))

    done = subprocess.run(
        [isso_python, "-c", _MIGRATE, str(file), str(database)],
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
        env={"TZ": "UTC"},
        text=True,
    )

    rows = json.loads(done.stdout.splitlines()[-1])
    approved = [row for row in rows if row[1] == 1]
    assert {row[0] for row in rows} == {"/a", "/b"}
    assert len(approved) == len(
        [x for x in (*COMMENTS, *COMMENTS[:2]) if x.record.status is NeutralStatus.APPROVED]
    )
    assert {row[2] for row in rows} == {AT / 1000}
    assert {unescape(row[3] or "") for row in rows} == {JAN.name, ""}
    assert sum(row[4] is not None for row in rows) == 3
