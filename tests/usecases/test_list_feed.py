"""Which comments a feed has."""

import pytest

from service.domain.errors import NotFound
from service.usecases.list_feed import NEWEST, Feed, list_feed
from tests.usecases.acting import PAGE, Desk, PlainRenderer


async def feed_of(desk: Desk, post: str | None = None, site: str = "open") -> Feed:
    return await list_feed(site, post, storage=desk.storage, renderer=PlainRenderer())


async def test_a_site_has_the_newest_of_all_its_pages(desk: Desk) -> None:
    await desk.post("Een.", site="open", post="/a")
    await desk.post("Twee.", site="open", post="/b")
    await desk.post("Elders.", post="/a")

    feed = await feed_of(desk)

    assert feed.thread is None
    assert [entry.comment.html for entry in feed.entries] == ["<p>Twee.</p>", "<p>Een.</p>"]


async def test_a_page_has_its_own(desk: Desk) -> None:
    await desk.post("Een.", site="open", post=PAGE)
    await desk.post("Twee.", site="open", post="/b")

    feed = await feed_of(desk, f"https://open.example{PAGE}?utm_source=x")

    assert feed.thread is not None
    assert feed.thread.url == f"https://open.example{PAGE}"
    assert [entry.comment.text for entry in feed.entries] == ["Een."]


async def test_a_page_where_nobody_commented_has_an_empty_feed(desk: Desk) -> None:
    feed = await feed_of(desk, "/new")

    assert feed.thread is not None
    assert (feed.thread.id, feed.thread.key, feed.entries) == (0, "/new", ())


async def test_a_feed_has_so_many_and_no_more(desk: Desk) -> None:
    for n in range(NEWEST + 1):
        await desk.post(f"Nummer {n}.", site="open", post="/a")

    feed = await feed_of(desk, "/a")

    assert len(feed.entries) == NEWEST
    assert feed.entries[0].comment.text == f"Nummer {NEWEST}."


async def test_an_unknown_site_has_no_feed(desk: Desk) -> None:
    with pytest.raises(NotFound, match="unknown_site"):
        await feed_of(desk, site="nowhere")
