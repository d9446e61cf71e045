"""What is remembered of the latest texts: from this process, from others, and from before."""

import asyncio

import pytest

from service import patience
from service.domain.comment import Comment
from service.domain.errors import Invalid, Unavailable
from service.domain.site import Site
from service.usecases import text_memory
from service.usecases.edit_comment import edit_comment
from service.usecases.rule_book import RuleBook
from service.usecases.text_memory import REFRESH_MS
from tests.usecases.acting import Desk

SPAM = "Verdien elke week honderden euro met dit trucje, kijk maar gauw op"


async def cluster_of(desk: Desk, text: str, site: str = "blog") -> int:
    return (await desk.post(text, site=site)).comment.cluster


async def similar(desk: Desk, comment: Comment) -> int:
    revisions = await desk.storage.comments.revisions(comment.id)
    return int(revisions[-1][0].context["similar"])


async def test_near_copies_are_one_cluster_and_know_how_many_came_before(desk: Desk) -> None:
    first = await desk.post(f"{SPAM} https://a.example")
    second = await desk.post(f"{SPAM} https://b.example")

    assert first.comment.cluster == second.comment.cluster
    assert [await similar(desk, each.comment) for each in (first, second)] == [0, 1]


async def test_a_cluster_stays_within_its_site(desk: Desk) -> None:
    assert await cluster_of(desk, SPAM) != await cluster_of(desk, SPAM, "open")


async def test_what_waits_is_known_again_after_a_restart(desk: Desk) -> None:
    before = await cluster_of(desk, f"{SPAM} https://a.example")

    desk.rule_book = RuleBook(desk.storage)

    assert await cluster_of(desk, f"{SPAM} https://b.example") == before


async def test_what_another_process_took_in_is_known_soon(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_memory, "_AT_ONCE", 1)
    ours, theirs = desk.rule_book, RuleBook(desk.storage)
    await desk.post("Het eerste bericht van vandaag")
    desk.rule_book = theirs
    before = await cluster_of(desk, f"{SPAM} https://a.example")
    desk.rule_book = ours
    desk.clock.now += REFRESH_MS

    assert await cluster_of(desk, f"{SPAM} https://b.example") == before


async def test_what_was_refused_is_not_remembered(desk: Desk) -> None:
    with pytest.raises(Invalid):
        await desk.post(f"{SPAM} https://a.example", trap="x")

    posted = await desk.post(f"{SPAM} https://a.example")

    assert await similar(desk, posted.comment) == 0


async def test_what_was_not_stored_is_not_remembered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_new: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patched:
        patched.setattr(desk.storage, "accept", fail)
        with pytest.raises(Unavailable):
            await desk.post(f"{SPAM} https://a.example")

    posted = await desk.post(f"{SPAM} https://a.example")

    assert await similar(desk, posted.comment) == 0


async def test_an_edit_that_was_not_stored_is_not_remembered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = await desk.post("Een heel gewone reactie van een gewone lezer")

    async def fail(_unit: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patched:
        patched.setattr(desk.storage, "write", fail)
        with pytest.raises(Unavailable):
            await edit_comment(
                posted.comment.public_id,
                posted.token,
                f"{SPAM} https://a.example",
                storage=desk.storage,
                clock=desk.clock,
                rule_book=desk.rule_book,
            )

    other = await desk.post(f"{SPAM} https://b.example")

    assert await similar(desk, other.comment) == 0


async def test_taking_back_what_is_not_known_changes_nothing(desk: Desk, blog: Site) -> None:
    memory = RuleBook(desk.storage).memory

    memory.take_back(blog.id, 7, 1)
    recognition = await memory.of_site(blog.id, desk.clock())
    memory.take_back(blog.id, 7, 1)

    assert 7 not in recognition


async def test_posts_that_come_while_what_waits_is_read_know_it_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await cluster_of(desk, f"{SPAM} https://a.example")
    desk.rule_book = RuleBook(desk.storage)
    read = desk.storage.history.waiting
    all_there = asyncio.Event()
    coming = 0

    async def waiting(*asked: int) -> object:
        await all_there.wait()
        return await read(*asked)

    of_site = desk.rule_book.memory.of_site

    async def counted(site_id: int, now: int) -> object:
        nonlocal coming
        coming += 1
        if coming == 3:
            all_there.set()
        return await of_site(site_id, now)

    monkeypatch.setattr(desk.storage.history, "waiting", waiting)
    monkeypatch.setattr(desk.rule_book.memory, "of_site", counted)

    clusters = await asyncio.gather(
        *(cluster_of(desk, f"{SPAM} https://{name}.example") for name in "bcd")
    )

    assert clusters == [before] * 3


async def test_an_edit_is_not_similar_to_what_it_replaces(desk: Desk) -> None:
    posted = await desk.post(f"{SPAM} https://a.example")

    own = await edit_comment(
        posted.comment.public_id,
        posted.token,
        f"{SPAM} https://b.example",
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    assert own.comment.cluster == posted.comment.cluster
    assert await similar(desk, own.comment) == 0


async def test_an_edit_to_another_text_moves_to_its_cluster(desk: Desk) -> None:
    posted = await desk.post("Een heel gewone reactie van een gewone lezer")
    spam = await cluster_of(desk, f"{SPAM} https://a.example")

    own = await edit_comment(
        posted.comment.public_id,
        posted.token,
        f"{SPAM} https://b.example",
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    assert own.comment.cluster == spam
    assert (await desk.comment(posted.comment.public_id)).cluster == spam


async def test_few_sites_are_remembered_at_a_time(
    desk: Desk, blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_memory, "SITES_KEPT", 1)
    before = await desk.rule_book.memory.of_site(blog.id, desk.clock())
    await desk.post(SPAM, site="open")

    assert await desk.rule_book.memory.of_site(blog.id, desk.clock()) is not before


async def test_who_waits_for_anothers_first_read_waits_only_so_long(
    desk: Desk, blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    memory = RuleBook(desk.storage).memory
    with monkeypatch.context() as patched:
        patched.setattr(type(desk.storage.history), "waiting", hang)
        patched.setattr(patience, "SECONDS", 0.01)
        reads = (memory.of_site(blog.id, desk.clock()) for _ in range(3))
        heard = await asyncio.gather(*reads, return_exceptions=True)

    assert [type(one) for one in heard] == [Unavailable] * 3
    assert 7 not in await memory.of_site(blog.id, desk.clock())
