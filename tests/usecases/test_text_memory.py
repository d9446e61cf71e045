"""What is remembered of the latest texts: from this process, from others, and from before."""

import pytest

from service.domain.comment import Comment
from service.domain.errors import Invalid
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
