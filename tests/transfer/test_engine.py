"""The engine keeps everything, does nothing twice, and leaves alone what people did here."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from service.domain.comment import Author, Status
from service.domain.decision import Action, ActorKind, fold
from service.domain.neutral import Body, BodyFormat, Kind, NeutralStatus, Votes
from service.transfer.workbench import Workbench
from service.usecases.find_anchor import Anchored, find_anchor
from tests.house.tree import ROOT
from tests.storage.making import Maker, a_site
from tests.transfer.engine import NOW, Mover, comment, statuses, thread

RECORDS = [
    thread("1", "https://www.b.example/1.html?utm_source=x", title="Een"),
    thread("2", "http://b.example/1.html", title="een"),
    thread("3", closed=True),
    thread("4", public=False),
    thread("5", "http://localhost:8000/a"),
    comment("1", text="<b>Dag</b> <script>x</script>"),
    comment("2", "2", parent="1", votes=Votes(3, 1)),
    comment("3", status=NeutralStatus.SPAM, parent="2"),
    comment("4", status=NeutralStatus.DELETED, text=""),
    comment("5", parent="4", body=Body("a *b*", BodyFormat.MARKDOWN)),
    comment("6", parent="gone"),
    comment("7", "4"),
    comment("8", "5", status=NeutralStatus.TRASH),
    comment("9", "nowhere"),
    comment("10", kind=Kind.PINGBACK),
    comment("11", parent="12"),
    comment("12", parent="11"),
    comment("13", status=NeutralStatus.PENDING, created_at=None),
    comment("14", "3", parent="1"),
]


async def test_everything_that_was_read_is_there_and_the_rest_is_told(mover: Mover) -> None:
    report, job = await mover.bring(RECORDS)

    lines = await mover.lines()

    assert len(statuses(lines)) == 14
    assert report["records"] == report["comments"] == 14
    assert job.position["counts"]["created"] == 13
    assert job.position["counts"]["aside"] == 1
    assert {reason: found["count"] for reason, found in report["reasons"].items()} == {
        "body-html-sanitised": 1,
        "deleted-tombstone": 1,
        "parent-cycle": 1,
        "parent-missing": 1,
        "parent-other-thread": 1,
        "pending": 1,
        "spam": 1,
        "thread-foreign-host": 1,
        "thread-missing": 1,
        "thread-url-variant-merged": 1,
        "trash": 1,
    }
    assert {line["key"] for line in lines if line["type"] == "thread"} == {
        "/1.html",
        "/3.html",
        "held:localhost/a",
        "held:test:x:4",
        "held:test:x:nowhere",
    }


async def test_readers_see_what_was_approved_on_the_pages_of_the_site(mover: Mover) -> None:
    await mover.bring(RECORDS)
    page = await mover.storage.threads.by_key(mover.site.id, "/1.html")
    shown = (await mover.storage.comments.page(page.id, "oldest", None, 50, 1)).comments

    assert [one.text for one in shown if one.text] == [
        "<b>Dag</b> <script>x</script>",
        "Hallo",
        "a *b*",
        "Hallo",
        "Hallo",
        "Hallo",
    ]
    assert [one.form for one in shown][:2] == ["html", "html"]
    assert [(one.up, one.down) for one in shown][1] == (3, 1)
    counts = await mover.storage.comments.counts(mover.site.id, ["/1.html", "held:test:x:4"])
    assert counts == {"/1.html": 6, "held:test:x:4": 0}


async def test_importing_again_in_any_order_changes_nothing(mover: Mover) -> None:
    await mover.bring(RECORDS)
    first = await mover.export()
    for seed in range(3):
        shuffled = random.Random(seed).sample(RECORDS, len(RECORDS))
        _, job = await mover.bring(shuffled)
        assert job.position["counts"]["created"] == 0
        assert job.position["counts"]["unchanged"] == 14
        assert await mover.export() == first
        other = await mover.beside(f"other{seed}")
        await other.bring(shuffled)
        assert (await other.export()).split(b"\n", 1)[1].replace(b"", b"")[:-200] == (
            first.split(b"\n", 1)[1][:-200]
        )


async def test_an_export_of_what_was_imported_from_an_export_is_the_same(
    mover: Mover, make: Maker, tmp_path: Path
) -> None:
    await mover.bring(RECORDS)
    parent = await make.comment("/1.html", text="Van *hier*")
    await make.comment("/1.html", parent=parent, author=Author("Ans"))
    first = await mover.export()
    other = await mover.beside("other")

    await other.bring_export(first, tmp_path)
    again = await other.export()

    assert again.splitlines()[1:-1] == first.splitlines()[1:-1]
    _, job = await mover.bring_export(first, tmp_path)
    assert job.position["counts"]["unchanged"] == 14


async def test_what_people_did_here_stays_and_is_told(mover: Mover, make: Maker) -> None:
    await mover.bring(RECORDS)
    by_id = await _comments(mover)
    await make.approve(by_id["13"])
    await make.decide(by_id["1"], Action.DELETE, Status.DELETED, None, 0)

    report, _ = await mover.bring(RECORDS)

    found = statuses(await mover.lines())
    assert (found["13"], found["1"]) == ("approved", "deleted")
    assert report["reasons"]["locally-changed"]["count"] == 1
    assert report["reasons"]["locally-erased"]["count"] == 1


async def test_an_import_is_undone_but_for_what_people_touched_and_can_be_done_again(
    mover: Mover, make: Maker
) -> None:
    _, job = await mover.bring(RECORDS)
    first = await mover.lines()
    by_id = await _comments(mover)
    await make.approve(by_id["13"])
    await make.comment("/1.html", parent=by_id["5"])

    undone = await mover.undo(job)

    assert (undone.position["undone"], undone.position["left"]) == (12, 2)
    left = statuses(await mover.lines())
    assert left.keys() >= {"5", "13"}
    assert len(left) == 3
    _, again = await mover.bring(RECORDS)
    assert again.position["counts"]["created"] == 11
    found = statuses(await mover.lines())
    assert {id_: found[id_] for id_ in statuses(first)} == {**statuses(first), "13": "approved"}


async def test_a_comments_status_is_the_fold_of_decisions_that_tell_its_true_time(
    mover: Mover,
) -> None:
    await mover.bring(RECORDS)

    for imported in (await _comments(mover)).values():
        [decision] = await mover.storage.decisions.of_comment(imported.public_id)
        assert fold([decision]).status is imported.status
        assert decision.actor.kind is ActorKind.IMPORT
        assert decision.at == imported.created_at


@pytest.mark.parametrize("teaches", [True, False])
async def test_what_was_decided_elsewhere_teaches_only_when_asked(
    mover: Mover, teaches: bool
) -> None:
    await mover.bring(RECORDS, teaches=teaches)

    lessons = await mover.storage.models.lessons(mover.site.id, 50)

    assert len(lessons) == (8 if teaches else 0)
    assert sum(lesson.is_bad for lesson in lessons) == (1 if teaches else 0)


async def test_parents_in_a_later_part_get_their_children(mover: Mover) -> None:
    pages = [thread("1")]
    await mover.bring([*pages, comment("2", parent="1"), comment("3", parent="2")])
    await mover.bring([*pages, comment("1")])

    by_id = await _comments(mover)

    assert by_id["2"].parent_id == by_id["1"].id
    assert by_id["3"].root_id == by_id["1"].id


def test_a_chain_of_ten_thousand_takes_no_recursion() -> None:
    chain = [thread("1"), comment("1")]
    chain += [comment(str(n), parent=str(n - 1), created_at=5) for n in range(2, 10_001)]
    with Workbench(a_site("blog")) as bench:
        assert [*bench.take(random.Random(1).sample(chain, len(chain)), NOW)][-1] == 10_000
        bench.link()

        last = bench.planned(10_000, 5)

    assert [each.record.external.id for each in last] == ["10000"]


async def test_a_run_that_is_killed_goes_on_where_it_was(mover: Mover) -> None:
    records = [thread("1"), comment("1")]
    records += [comment(str(n), parent=str(n - 1)) for n in range(2, 1_101)]
    bench, report = await mover.read(records)

    class Killed(Exception):
        pass

    def kill(job: object) -> None:
        raise Killed

    with bench:
        for _ in range(3):
            with pytest.raises(Killed):
                await mover.apply(bench, report, told=kill)
        job = await mover.apply(bench, report)

    assert job.position["counts"]["created"] == 1_100
    assert len(statuses(await mover.lines())) == 1_100


async def test_two_sources_with_equal_ids_stay_apart(mover: Mover) -> None:
    await mover.bring([thread("1"), comment("1")])
    other = comment("1")
    await mover.bring(
        [
            replace(thread("1"), external=replace(thread("1").external, instance="y")),
            replace(other, external=replace(other.external, instance="y")),
        ]
    )

    assert sum(line["type"] == "comment" for line in await mover.lines()) == 2


async def _comments(mover: Mover) -> dict:
    known = {}
    for kept in await mover.storage.exports.threads(mover.site.id):
        for each in await mover.storage.exports.comments(kept.thread.id):
            if each.said is not None:
                found = await mover.storage.comments.by_public_id(each.public_id)
                known[each.said["id"]] = found
    return known


async def test_old_links_find_their_comment_wherever_its_page_went(mover: Mover) -> None:
    await mover.bring(
        [
            thread("1"),
            comment("1", url="https://b.example/1.html?showComment=1#c58"),
            comment("2", status=NeutralStatus.PENDING, url="https://b.example/1.html#c59"),
        ]
    )
    by_id = await _comments(mover)

    found = await find_anchor(mover.site, "/1.html", "#c58", storage=mover.storage)
    from_elsewhere = await find_anchor(mover.site, "/2.html", "c58", storage=mover.storage)
    hidden = await find_anchor(mover.site, "/1.html", "#c59", storage=mover.storage)

    assert found == from_elsewhere == Anchored(by_id["1"].public_id, "/1.html")
    assert hidden == Anchored(None, "/1.html")
    for id_, expected in (("1", by_id["1"].public_id), ("2", None)):
        ours = f"#reactie-{by_id[id_].public_id}"
        named = await find_anchor(mover.site, "/1.html", ours, storage=mover.storage)
        assert named == Anchored(expected, "/1.html")


async def test_every_line_of_an_export_is_as_the_published_schema_says(
    mover: Mover, make: Maker
) -> None:
    await mover.bring(RECORDS)
    await make.comment("/1.html")
    schema = json.loads((ROOT / "docs" / "comments-export.schema.json").read_text())
    validator = Draft202012Validator(schema)

    lines = await mover.lines()

    assert not [error for line in lines for error in validator.iter_errors(line)]
    assert {line["type"] for line in lines} == {"export", "thread", "comment", "end"}
