"""Threads that go into another one and are taken out of it again; and what comes in meanwhile."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.errors import Conflict
from service.domain.thread import Merge
from service.storage import SqlStorage
from tests.storage.making import Maker
from tests.storage.pages import Pages


@pytest.fixture
def pages(storage: SqlStorage, make: Maker) -> Pages:
    return Pages(storage, make)


async def test_a_thread_goes_into_another_with_all_that_is_in_it(pages: Pages, make: Maker) -> None:
    root = await make.comment("/a", aliases=("/aa",))
    reply = await make.comment("/a", parent=root)
    held = await make.comment("/a", published=False)
    other = await make.comment("/b")
    gone = await pages.thread("/a")

    await pages.merge("/a", "/b")

    assert await pages.said("/b") == {each.public_id for each in (root, reply, other)}
    assert [(await pages.now(each)).thread_id for each in (root, reply, held)] == [
        other.thread_id
    ] * 3
    assert await pages.thread("/aa") == await pages.thread("/a") == await pages.thread("/b")
    assert await pages.storage.threads.by_id(gone.id) is None
    counts = await pages.storage.comments.counts(pages.site_id, ["/a", "/aa", "/b"])
    assert counts == {"/a": 3, "/aa": 3, "/b": 3}
    assert await pages.keys() == ["/b"]


async def test_what_went_into_a_thread_is_told(pages: Pages, make: Maker) -> None:
    await make.comment("/a", aliases=("/aa",))
    into = await make.comment("/b")
    gone = await pages.thread("/a")

    public_id = await pages.merge("/a", "/b")

    [merge] = await pages.storage.threads.merges(into.thread_id)
    assert merge == Merge(public_id, gone, ("/a", "/aa"), into.thread_id, merge.at)


async def test_a_merge_is_undone_with_what_became_of_its_comments_since(
    pages: Pages, make: Maker
) -> None:
    root = await make.comment("/a", aliases=("/aa",))
    held = await make.comment("/a", published=False)
    other = await make.comment("/b")
    await pages.change(replace(await pages.thread("/a"), closed_at=7, title="Oud"))
    before = await pages.thread("/a")
    public_id = await pages.merge("/a", "/b")
    await make.approve(await pages.now(held))
    answer = await make.comment("/b", parent=await pages.now(root))
    later = await make.comment("/a")

    moved = await pages.unmerge(public_id)

    assert moved == 3
    assert await pages.thread("/a") == await pages.thread("/aa") == before
    assert await pages.said("/a") == {each.public_id for each in (root, held, answer)}
    assert await pages.said("/b") == {other.public_id, later.public_id}
    assert await pages.storage.threads.aliases(before.id) == ["/a", "/aa"]
    assert await pages.storage.threads.merges(other.thread_id) == []
    assert await pages.storage.write(lambda tx: tx.threads.merged(public_id)) is None


async def test_merges_one_after_the_other_are_undone_from_the_last(
    pages: Pages, make: Maker
) -> None:
    said = {key: {(await make.comment(key)).public_id} for key in ("/a", "/b", "/c")}
    first = await pages.merge("/a", "/b")
    second = await pages.merge("/b", "/c")

    with pytest.raises(Conflict, match="merged_again"):
        await pages.unmerge(first)
    await pages.unmerge(second)
    await pages.unmerge(first)

    assert {key: await pages.said(key) for key in said} == said


async def test_merges_into_one_thread_are_undone_in_any_order(pages: Pages, make: Maker) -> None:
    said = {key: {(await make.comment(key)).public_id} for key in ("/a", "/b", "/c")}
    first = await pages.merge("/a", "/c")
    second = await pages.merge("/b", "/c")

    await pages.unmerge(first)
    await pages.unmerge(second)

    assert {key: await pages.said(key) for key in said} == said


async def test_a_merge_whose_address_the_other_took_over_stays(pages: Pages, make: Maker) -> None:
    await make.comment("/a")
    await make.comment("/b")
    public_id = await pages.merge("/a", "/b")
    await pages.change(replace(await pages.thread("/b"), key="/a"))

    with pytest.raises(Conflict, match="address_in_use"):
        await pages.unmerge(public_id)

    assert len(await pages.said("/b")) == 2


async def test_merging_and_undoing_is_told_for_both_threads(pages: Pages, make: Maker) -> None:
    both = {(await make.comment(key)).thread_id for key in ("/a", "/b")}
    heard: list[int | None] = []
    pages.storage.on_thread_changed(heard.append)

    public_id = await pages.merge("/a", "/b")
    await asyncio.sleep(0)
    told = set(heard)
    heard.clear()
    await pages.unmerge(public_id)
    await asyncio.sleep(0)

    assert told == set(heard) == both


async def test_a_comment_that_was_meant_for_a_merged_thread_comes_into_the_other(
    pages: Pages, make: Maker
) -> None:
    root = await make.comment("/a")
    other = await make.comment("/b")
    late = make.new("/a", thread=await pages.thread("/a"))
    answer = make.new("/a", parent=root)

    await pages.merge("/a", "/b")
    stored, _ = await pages.storage.accept(late)
    answered, _ = await pages.storage.accept(answer)

    assert stored.thread_id == answered.thread_id == other.thread_id
    assert len(await pages.said("/b")) == 4


async def test_an_answer_to_what_was_taken_out_again_stands_with_it(
    pages: Pages, make: Maker
) -> None:
    root = await make.comment("/a")
    await make.comment("/b")
    public_id = await pages.merge("/a", "/b")
    answer = make.new("/b", parent=await pages.now(root))

    await pages.unmerge(public_id)
    answered, _ = await pages.storage.accept(answer)

    assert answered.thread_id == root.thread_id
    assert len(await pages.said("/a")) == 2


async def test_no_comment_is_lost_while_threads_are_merged_and_taken_apart(
    pages: Pages, make: Maker
) -> None:
    root = await make.comment("/a")
    await make.comment("/b")
    posted: list[str] = [root.public_id]
    is_over = asyncio.Event()

    async def visit(page: str) -> None:
        while not is_over.is_set():
            thread = await pages.storage.threads.by_key(pages.site_id, page)
            new = make.new(page, thread=thread)
            stored, _ = await pages.storage.accept(new)
            posted.append(stored.public_id)

    async def answer() -> None:
        while not is_over.is_set():
            new = make.new("/a", parent=await pages.now(root))
            stored, _ = await pages.storage.accept(new)
            posted.append(stored.public_id)

    async def merge() -> None:
        for _ in range(5):
            public_id = await pages.merge("/a", "/b")
            await asyncio.sleep(0.01)
            await pages.unmerge(public_id)
            await asyncio.sleep(0.01)
        await pages.merge("/a", "/b")
        is_over.set()

    async with asyncio.timeout(60):
        await asyncio.gather(visit("/a"), visit("/a"), visit("/b"), answer(), merge())

    thread = await pages.thread("/a")
    seen: set[str] = set()
    after = None
    while True:
        page = await pages.storage.comments.page(thread.id, "oldest", after, 100, 1)
        seen |= {comment.public_id for comment in page.comments}
        after = page.next
        if after is None:
            break
    assert set(posted) <= seen
    assert len(seen) == page.count
