"""Threads: listed, closed and renamed."""

from dataclasses import replace

import pytest

from service.domain.errors import Conflict
from service.storage import SqlStorage
from tests.storage.making import Maker
from tests.storage.pages import EVERY, Pages


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


async def test_whether_threads_are_closed_is_told_of_those_that_there_are(
    pages: Pages, make: Maker
) -> None:
    one, other = await make.comment("/a"), await make.comment("/b")
    await pages.change(replace(await pages.thread("/a"), closed_at=5))

    closed = await pages.storage.threads.closed([one.thread_id, other.thread_id, 12])

    assert closed == {one.thread_id: True, other.thread_id: False}


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
