"""What the engine does at the edges: differing twins, other runs, edits, reports kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from threading import Event, Thread

import pytest

from service.domain.comment import Status
from service.domain.decision import Action, Standing
from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.moderator import TERMINAL
from service.domain.neutral import (
    Account,
    ExternalId,
    Kind,
    NeutralAuthor,
    NeutralStatus,
    Record,
    Votes,
)
from service.domain.ports import Edit
from service.transfer.planning import anchor_of
from service.transfer.workbench import Workbench
from service.usecases import preview_import
from service.usecases.decide import ruling
from service.usecases.move_threads import Rule, preview_moves
from service.usecases.run_import import run_import
from service.usecases.start_import import ImportOrder, start_import, undo_import
from tests.storage.making import Maker, a_revision
from tests.transfer.engine import NOW, Mover, comment, statuses, thread


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite alone: what the databases do is shown by the engine's own tests."""
    return sqlite_database


async def found(mover: Mover, id_: str):
    for kept in await mover.storage.exports.threads(mover.site.id):
        for each in await mover.storage.exports.comments(kept.thread.id):
            if each.said and each.said["id"] == id_:
                return await mover.storage.comments.by_public_id(each.public_id)
    return None


async def test_of_twins_that_differ_the_same_one_is_kept_in_any_order(mover: Mover) -> None:
    twins = [thread("1"), comment("1"), comment("1", text="Anders"), comment("1")]
    exports = []
    for records in (twins, twins[::-1]):
        with Workbench(mover.site) as bench:
            assert list(bench.take(records, NOW)) == []
            bench.link()
            report = bench.report()
            exports.append([each.text for each in bench.planned(1, 9)])
            assert report["records"] == 3
            assert report["merged"] + report["skipped"] == 2

    assert exports[0] == exports[1]


async def test_a_source_that_says_something_else_now_changes_nothing(mover: Mover) -> None:
    await mover.bring([thread("1"), comment("1")])

    report, job = await mover.bring([thread("1"), comment("1", text="Anders")])

    assert job.position["counts"]["differs"] == 1
    assert report["reasons"]["duplicate-id-differs"]["count"] == 1
    rows = await mover.storage.imports.problems(job.public_id, 0, 10)
    assert [problem.about for _, problem in rows] == ["1"]


async def test_an_edit_made_here_stays_and_is_exported(mover: Mover, make: Maker) -> None:
    await mover.bring([thread("1"), comment("1")])
    one = await found(mover, "1")
    decision = make.decision(one, Action.PUBLISH, Standing(Status.APPROVED, 2))
    edit = Edit(
        one, a_revision(2, "Nieuw", make.clock()), [], replace(decision, revision=2), one.cluster
    )
    await mover.storage.write(lambda tx: tx.edit(edit))

    _, job = await mover.bring([thread("1"), comment("1")])

    assert job.position["counts"]["changed"] == 1
    [line] = [line for line in await mover.lines() if line["type"] == "comment"]
    assert line["body"] == {"format": "markdown", "source": "Nieuw", "newlines": "insignificant"}


async def test_only_the_same_order_is_gone_on_with_and_only_imports_are_undone(
    mover: Mover,
) -> None:
    acts = {"storage": mover.storage, "clock": mover.clock}
    told = {"runner": "command", "token": TERMINAL, **acts}
    report = {"cut": False, "records": 1, "reasons": {}, "pages": {}}
    order = ImportOrder(mover.site, "file", "test", "digest")
    first = await start_import(order, 1, report, **told)

    again = await start_import(order, 1, report, **told)
    other = await start_import(replace(order, digest="else"), 1, report, **told)

    assert again.public_id == first.public_id != other.public_id
    undo = await undo_import(first.public_id, **told)
    for run in (undo.public_id, "nothing"):
        with pytest.raises(NotFound, match="unknown_import"):
            await undo_import(run, **told)
    nobody = replace(TERMINAL, roles=_Nowhere())
    with pytest.raises(NotFound, match="unknown_import"):
        await undo_import(other.public_id, **{**told, "token": nobody})
    with pytest.raises(Conflict, match="job_moved"):
        await mover.storage.write(lambda tx: tx.advance_job(first, 0))


class _Nowhere:
    def on(self, site_id: int) -> None:
        return None


async def test_what_an_undone_import_left_blank_is_not_restored(mover: Mover) -> None:
    _, job = await mover.bring([thread("1"), comment("1"), comment("2", kind=Kind.LIKE)])
    one = await found(mover, "1")
    await mover.undo(job)
    shell = await mover.storage.comments.by_public_id(one.public_id)
    history = await mover.storage.decisions.of_comment(one.public_id)

    with pytest.raises(Conflict, match="import_undone"):
        ruling(shell, history, Action.RESTORE, actor=history[0].actor, at=1)

    assert shell.author.name is None
    assert statuses(await mover.lines()) == {}


async def test_a_run_of_which_everything_was_touched_is_left_whole(
    mover: Mover, make: Maker
) -> None:
    _, job = await mover.bring([thread("1"), comment("1", status=NeutralStatus.PENDING)])
    await make.approve(await found(mover, "1"))

    undone = await mover.undo(job)

    assert (undone.position["undone"], undone.position["left"]) == (0, 1)


async def test_orphans_on_another_page_or_in_a_circle_stay_where_they_are(mover: Mover) -> None:
    await mover.bring(
        [thread("1"), thread("2"), comment("1", parent="9"), comment("2", parent="3")]
    )
    await mover.bring([thread("2"), comment("9", "2")])
    _, job = await mover.bring([thread("1"), comment("3", parent="2")])

    assert job.position["joined"] == 0
    assert (await found(mover, "1")).parent_id is None
    assert (await found(mover, "3")).parent_id == (await found(mover, "2")).id


async def test_held_pages_are_moved_by_no_rule_and_long_lists_of_pages_are_cut(
    mover: Mover,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview_import, "LISTED", 1)
    monkeypatch.setattr("service.usecases.run_import.MOST_OF_A_REASON", 0)
    pages = [thread("1"), thread("2", public=False), comment("1"), comment("2", "2", parent="1")]
    report, _ = await mover.bring(pages)

    planned = await preview_moves(mover.site, [Rule(1, "/*", "/x/*")], storage=mover.storage)

    assert len(report["pages"]["items"]) == 1
    assert [move.page.key for move in planned.moves] == ["/x/1.html"]


async def test_an_import_into_a_site_that_is_gone_makes_nothing(mover: Mover) -> None:
    bench, report = await mover.read([thread("1"), comment("1")])
    with bench:
        job = await mover.apply(bench, report)

        with pytest.raises(NotFound, match="unknown_site"):
            await run_import(
                replace(job, site_id=1), bench, storage=mover.storage, clock=mover.clock
            )


async def test_an_export_without_personal_data_tells_equal_people_apart(
    mover: Mover,
) -> None:
    person = NeutralAuthor("Jan", "jan@x.nl", account=Account("x", "1"), avatar="https://x.nl/a")
    await mover.bring(
        [
            thread("1"),
            comment("1", author=person, ip="192.0.2.1", votes=Votes(2, 1, 5)),
            comment("2", author=replace(person, email="JAN@x.nl"), status=NeutralStatus.SPAM),
        ]
    )

    bare = [each for each in await mover.lines(personal_data=False) if each["type"] == "comment"]
    public = [each for each in await mover.lines(public_only=True) if each["type"] == "comment"]

    assert [each["author"]["email"] for each in bare] == [None, None]
    assert bare[0]["author"]["email_hash"] == bare[1]["author"]["email_hash"] is not None
    assert bare[0]["ip"] is None
    assert [each["status"] for each in public] == ["approved"]
    assert public[0]["votes"] == {"up": 2, "down": 1, "score": 5}


@pytest.mark.parametrize(
    ("source", "id_", "url", "anchor"),
    [
        ("blogger", "tag:blogger.com,1999:blog-1.post-58", None, "c58"),
        ("wordpress", "7/12", None, "comment-12"),
        ("isso", "3", None, "isso-3"),
        ("waline", "6123ab", None, "6123ab"),
        ("isso", "3", "https://b.example/a#isso-9", "isso-9"),
        ("isso", "3", "https://b.example/a", "isso-3"),
        ("isso", "3", "http://[::1/", "isso-3"),
        ("other", "3", None, None),
    ],
)
def test_old_links_name_a_comment_as_their_system_did(
    source: str, id_: str, url: str | None, anchor: str | None
) -> None:
    named = replace(comment("1", url=url), external=ExternalId(source, "x", id_))

    assert anchor_of(named) == anchor


async def test_a_file_that_was_cut_is_imported_only_when_that_is_asked_for(mover: Mover) -> None:
    ended = Problem(Reason.TRUNCATED_FILE, Outcome.NOTED)
    bench, report = await mover.read([thread("1"), comment("1"), ended])
    order = ImportOrder(mover.site, "blog.xml", "test", "digest")
    told = {"runner": "command", "token": TERMINAL, "storage": mover.storage, "clock": mover.clock}

    with bench, pytest.raises(Invalid, match="import_cut"):
        await start_import(order, bench.count(), report, **told)

    part = await start_import(replace(order, partial=True), 1, report, **told)
    assert part.total == 1


def test_a_bench_that_is_closed_while_a_thread_is_at_it_lets_that_end(mover: Mover) -> None:
    ours, theirs = Event(), Event()

    def endless() -> Iterator[Record]:
        for number in count():
            yield comment(str(number))
            ours.set()
            theirs.wait(10)

    with Workbench(mover.site) as bench:
        reading = Thread(target=list, args=(bench.take(endless(), NOW),))
        reading.start()
        assert ours.wait(10)

    theirs.set()
    reading.join(10)
    assert not reading.is_alive()


@pytest.mark.parametrize("year", [1971, 2249, 8999])
async def test_a_comment_of_any_year_is_kept_with_its_time(mover: Mover, year: int) -> None:
    at = int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000)

    _, job = await mover.bring([thread("1"), comment("1", created_at=at)])

    assert job.position["counts"]["created"] == 1
    [line] = [line for line in await mover.lines() if line["type"] == "comment"]
    assert line["created_at"].startswith(f"{year}-01-01T")


async def test_comments_of_one_moment_are_brought_into_many_sites(mover: Mover) -> None:
    many = [thread("1"), *(comment(str(n), created_at=1_400_000_000_000) for n in range(3_000))]

    for slug in ("c", "d", "e"):
        _, job = await (await mover.beside(slug)).bring(many)

        assert job.position["counts"]["created"] == 3_000
