"""Threads: listed, closed, renamed, merged into another one and taken out of it again."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from service.domain.comment import Comment
from service.domain.errors import Conflict
from service.domain.identity import new_public_id
from service.domain.ports import Transaction
from service.domain.thread import ListedThread, Merge, Thread
from service.domain.thread_ports import ThreadFilter
from service.storage import SqlStorage
from tests.storage.making import Maker

EVERY = ThreadFilter()


class Pages:
    """Acts on the threads of the pages of a site."""

    def __init__(self, storage: SqlStorage, make: Maker) -> None:
        assert make.the_site is not None
        self.storage = storage
        self.make = make
        self.site_id = make.the_site.id

    async def thread(self, key: str) -> Thread:
        found = await self.storage.threads.by_key(self.site_id, key)
        assert found is not None
        return found

    async def change(self, thread: Thread) -> None:
        await self.storage.write(lambda tx: tx.threads.change(thread))

    async def merge(self, key: str, into: str) -> str:
        public_id = new_public_id()

        async def unit(tx: Transaction) -> None:
            thread = await tx.threads.by_key(self.site_id, key)
            other = await tx.threads.by_key(self.site_id, into)
            assert thread is not None
            assert other is not None
            await tx.threads.merge(thread, other, public_id, self.make.clock())

        await self.storage.write(unit)
        return public_id

    async def unmerge(self, public_id: str) -> int:
        async def unit(tx: Transaction) -> int:
            merge = await tx.threads.merged(public_id)
            assert merge is not None
            return await tx.threads.unmerge(merge)

        return await self.storage.write(unit)

    async def said(self, key: str) -> set[str]:
        """The public ids that readers see there."""
        thread = await self.thread(key)
        page = await self.storage.comments.page(thread.id, "oldest", None, 100, 1)
        assert page.count == len(page.comments)
        return {comment.public_id for comment in page.comments}

    async def listed(self, wanted: ThreadFilter = EVERY) -> Sequence[ListedThread]:
        return (await self.storage.threads.page(wanted, None, 50))[0]

    async def keys(self, **wanted: object) -> list[str]:
        found = await self.listed(replace(EVERY, **wanted))
        return [each.thread.key for each in found]

    async def now(self, comment: Comment) -> Comment:
        found = await self.storage.comments.by_public_id(comment.public_id)
        assert found is not None
        return found


@pytest.fixture
def pages(storage: SqlStorage, make: Maker) -> Pages:
    return Pages(storage, make)


async def test_threads_are_listed_with_what_is_in_them(pages: Pages, make: Maker) -> None:
    first = await make.comment("/a")
    await make.comment("/a", published=False, parent=first)
    newest = await make.comment("/a", published=False)
    await make.comment("/b")

    listed = await pages.listed()

    assert [each.thread.key for each in listed] == ["/b", "/a"]
    shown = listed[1]
    assert (shown.site, shown.published, shown.pending) == ("blog", 1, 2)
    assert shown.newest_at == newest.created_at
    assert await pages.storage.threads.listed(shown.thread.public_id) == shown


async def test_a_thread_whose_comments_are_gone_is_listed_as_empty(
    pages: Pages, make: Maker
) -> None:
    await make.reject(await make.comment("/a"))

    [listed] = await pages.listed()

    assert (listed.published, listed.pending) == (0, 0)


async def test_threads_are_listed_page_by_page(pages: Pages, make: Maker) -> None:
    for key in ("/a", "/b", "/c"):
        await make.comment(key)

    first, after = await pages.storage.threads.page(EVERY, None, 2)
    rest, end = await pages.storage.threads.page(EVERY, after, 2)

    assert [each.thread.key for each in (*first, *rest)] == ["/c", "/b", "/a"]
    assert end is None


async def test_threads_are_found_by_site_state_address_and_words(
    pages: Pages, make: Maker, storage: SqlStorage
) -> None:
    elsewhere = await make.site("other")
    await make.comment("/über-uns")
    await make.comment("/100%", aliases=("/oud",))
    await make.comment("/hier", site=elsewhere)
    await pages.change(replace(await pages.thread("/über-uns"), closed_at=5, title="Kip & Ei"))

    assert await pages.keys(site_ids=(elsewhere.id,)) == ["/hier"]
    assert await pages.keys(site_ids=()) == []
    assert await pages.keys(closed=True) == ["/über-uns"]
    assert await pages.keys(closed=False) == ["/hier", "/100%"]
    assert await pages.keys(words="ÜBER kip") == ["/über-uns"]
    assert await pages.keys(words="0%") == ["/100%"]
    assert await pages.keys(words="oud") == ["/100%"]
    assert await pages.keys(words="b.example/hier") == ["/hier"]
    assert await pages.keys(words="kip niet") == []
    assert await pages.keys(key="/oud") == ["/100%"]
    assert await storage.threads.listed("0" * 32) is None


async def test_a_thread_is_closed_and_opened(pages: Pages, make: Maker) -> None:
    await make.comment("/page")
    thread = await pages.thread("/page")

    await pages.change(replace(thread, closed_at=99))
    closed = await pages.thread("/page")
    await pages.change(thread)

    assert closed == replace(thread, closed_at=99)
    assert await pages.storage.threads.by_id(thread.id) == thread


async def test_a_renamed_thread_is_found_by_its_old_address_too(pages: Pages, make: Maker) -> None:
    comment = await make.comment("/old")
    thread = await pages.thread("/old")

    await pages.change(replace(thread, key="/new", url="https://b.example/new", title="Nieuw"))

    renamed = await pages.thread("/old")
    assert (renamed.id, renamed.key, renamed.title) == (comment.thread_id, "/new", "Nieuw")
    assert await pages.thread("/new") == renamed
    assert await pages.storage.threads.aliases(thread.id) == ["/new", "/old"]
    assert (await make.comment("/old")).thread_id == comment.thread_id


async def test_a_thread_takes_no_address_of_another_one(pages: Pages, make: Maker) -> None:
    await make.comment("/a")
    await make.comment("/b", aliases=("/bb",))
    thread = await pages.thread("/a")

    for taken in ("/b", "/bb"):
        with pytest.raises(Conflict, match="address_taken"):
            await pages.change(replace(thread, key=taken))

    assert await pages.thread("/a") == thread


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
