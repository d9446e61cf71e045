"""What came from two systems is one comment where that is certain, and told where it is not."""

from dataclasses import replace

import pytest

from service.domain.comment import Author, Status
from service.domain.decision import Action
from service.domain.neutral import Kind, NeutralAuthor, NeutralComment, NeutralThread, Record
from service.usecases.find_anchor import find_anchor
from tests.storage.making import Maker
from tests.transfer.engine import Mover, comment, statuses, thread

PAGE = "https://b.example/1.html"


def of(source: str, *records: Record, instance: str = "x") -> list[Record]:
    """The records as they would come from this system."""
    return [
        replace(each, external=replace(each.external, source=source, instance=instance))
        for each in records
        if isinstance(each, NeutralComment | NeutralThread)
    ]


DISQUS = of("disqus", thread("900", PAGE), comment("77", "900"), comment("78", "900", parent="77"))
WORDPRESS = of(
    "wordpress",
    thread("5", PAGE),
    comment("1", "5", "Hallo!", extra={"dsq_post_id": "77"}),
    comment("2", "5", parent="1"),
    comment("3", "5", kind=Kind.PINGBACK, extra={"dsq_post_id": "77"}),
    instance="https://b.example",
)


async def public(mover: Mover) -> int:
    return (await mover.storage.comments.counts(mover.site.id, ["/1.html"]))["/1.html"]


@pytest.mark.parametrize(
    ("first", "second"), [(DISQUS, WORDPRESS), (WORDPRESS, DISQUS)], ids=["disqus", "wordpress"]
)
async def test_what_two_systems_had_is_here_once_in_either_order(
    mover: Mover, first: list[Record], second: list[Record]
) -> None:
    _, one = await mover.bring(first)
    report, two = await mover.bring(second)
    after = await mover.export()
    _, again = await mover.bring(first)
    _, once_more = await mover.bring(second)

    assert two.position["counts"]["merged"] == report["merged"] == 1
    assert report["reasons"]["possible-duplicate-other-source"]["count"] == 1
    assert sum(two.position["counts"].values()) == report["records"]
    assert [again.position["counts"][name] for name in ("created", "merged")] == [0, 0]
    assert once_more.position["counts"]["unchanged"] == report["records"]
    assert await mover.export() == after
    assert await public(mover) == 3
    page = await mover.storage.threads.by_key(mover.site.id, "/1.html")
    shown = (await mover.storage.comments.page(page.id, "oldest", None, 50, 1)).comments
    assert [each.parent_id for each in shown if each.parent_id] == [shown[0].id] * 2
    found = [
        (await find_anchor(mover.site, PAGE, name, storage=mover.storage)).id
        for name in ("comment-77", "comment-1")
    ]
    assert found == [shown[0].public_id] * 2
    assert one.position["counts"]["merged"] == 0


async def test_undoing_either_import_leaves_what_the_other_brought(mover: Mover) -> None:
    _, one = await mover.bring(DISQUS[:2])
    _, two = await mover.bring(WORDPRESS[:2])

    undone = await mover.undo(one)

    assert (undone.position["undone"], undone.position["left"]) == (0, 1)
    assert await public(mover) == 1
    assert (await mover.undo(two)).position["undone"] == 1
    assert await public(mover) == 0
    assert statuses(await mover.lines()) == {}
    _, again = await mover.bring(WORDPRESS[:2])
    _, last = await mover.bring(DISQUS[:3])
    assert (again.position["counts"]["created"], await public(mover)) == (1, 2)
    assert last.position["counts"]["merged"] == 1
    await mover.undo(again)
    assert await public(mover) == 2


async def test_undoing_the_later_import_takes_only_its_own_back(mover: Mover) -> None:
    await mover.bring(DISQUS)
    _, two = await mover.bring(WORDPRESS)

    await mover.undo(two)

    assert statuses(await mover.lines()) == {"77": "approved", "78": "approved"}
    _, again = await mover.bring(WORDPRESS)
    assert (again.position["counts"]["merged"], await public(mover)) == (1, 3)


async def test_a_twin_on_another_page_or_of_the_same_system_stays_apart(mover: Mover) -> None:
    await mover.bring(of("disqus", thread("900", "http://else.example/"), comment("77", "900")))
    await mover.bring(WORDPRESS[:2])
    both = of("disqus", thread("7", PAGE), comment("78", "7", "Nee"))

    for forum in ("one", "two"):
        _, job = await mover.bring(of("disqus", *both, instance=forum))
        assert job.position["counts"]["created"] == 1


async def test_what_was_removed_here_is_not_brought_back_by_another_system(
    mover: Mover, make: Maker
) -> None:
    await mover.bring(DISQUS[:2])
    page = await mover.storage.threads.by_key(mover.site.id, "/1.html")
    [one] = (await mover.storage.comments.page(page.id, "oldest", None, 50, 1)).comments
    found = await mover.storage.comments.by_public_id(one.public_id)
    await make.decide(found, Action.DELETE, Status.DELETED, None, 0)

    _, job = await mover.bring(WORDPRESS[:2])
    report, _ = await mover.bring(WORDPRESS[:2])

    assert (job.position["counts"]["merged"], await public(mover)) == (1, 0)
    assert report["counts"]["unchanged"] == 1


async def test_what_looks_the_same_is_told_and_imported(mover: Mover, make: Maker) -> None:
    here = await make.comment("/1.html", text="Van  hier", author=Author("Ans"))
    await mover.bring([thread("1", PAGE), comment("1"), comment("2", created_at=None)])
    again = [
        comment("1", "5", "<p>hallo</p>"),
        comment("2", "5", "Iets anders", created_at=comment("1").created_at),
        comment("3", "5", created_at=comment("1").created_at + 1000),
        comment("4", "5", "Van hier", created_at=here.created_at, author=NeutralAuthor("Ans")),
        comment("5", "5", created_at=None),
    ]

    report, job = await mover.bring(of("wordpress", thread("5", PAGE), *again))

    told = report["reasons"]["possible-duplicate-other-source"]
    assert [(each["about"], each["outcome"]) for each in told["samples"]] == [
        ("1", "kept"),
        ("4", "kept"),
    ]
    assert job.position["counts"]["created"] == 5
