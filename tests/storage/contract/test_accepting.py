"""Comments that come in."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action, fold
from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.identity import Identity
from service.domain.thread import Thread
from service.storage import SqlStorage
from tests.storage.making import FIRST, LINKS, Maker, a_site


async def test_a_comment_is_kept_with_all_that_it_brings(storage: SqlStorage, make: Maker) -> None:
    new = make.new("/page", published=False, proof="p" * 64)

    comment, decision = await storage.accept(new)

    reviewed = await storage.comments.reviewed(new.public_id)
    assert reviewed is not None
    assert reviewed.comment == comment
    assert reviewed.revision == new.revision
    assert reviewed.findings == [LINKS, FIRST]
    assert reviewed.site == "blog"
    assert replace(reviewed.thread, public_id="") == Thread(
        comment.thread_id, new.site.id, "/page", "https://b.example/page", "Titel"
    )
    assert len(reviewed.thread.public_id) == 32
    assert await storage.decisions.of_comment(new.public_id) == [decision]
    assert await storage.comments.by_public_id(new.public_id) == comment
    assert await storage.comments.revisions(comment.id) == [(new.revision, [LINKS, FIRST])]


async def test_a_comment_starts_at_version_one_where_its_decision_puts_it(make: Maker) -> None:
    comment = await make.comment(published=False)

    assert (comment.version, comment.status, comment.published) == (1, Status.PENDING, None)
    assert comment.root_id == comment.id


async def test_two_first_comments_of_a_page_share_its_thread(
    storage: SqlStorage, make: Maker
) -> None:
    comments = await asyncio.gather(*(make.comment("/new") for _ in range(5)))

    assert len({comment.thread_id for comment in comments}) == 1


async def test_a_visitor_who_proves_something_has_one_identity(
    storage: SqlStorage, make: Maker
) -> None:
    first, second = await asyncio.gather(make.comment(proof="p" * 64), make.comment(proof="p" * 64))
    third = await make.comment(proof="p" * 64)

    assert first.identity_id == second.identity_id == third.identity_id
    assert first.identity_id is not None
    expected = Identity(first.identity_id, first.site_id, "device", "p" * 64)
    assert await storage.identities.by_proof(first.site_id, "device", "p" * 64) == expected
    assert await storage.identities.by_id(first.identity_id) == expected


async def test_nobody_knows_a_proof_that_was_never_shown(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()

    assert await storage.identities.by_proof(comment.site_id, "device", "q" * 64) is None
    assert await storage.identities.by_id(12) is None


async def test_an_alias_leads_to_the_thread(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment("/page", aliases=("/old", "/older"))

    for key in ("/page", "/old", "/older"):
        thread = await storage.threads.by_key(comment.site_id, key)
        assert thread is not None
        assert thread.id == comment.thread_id


async def test_an_alias_of_a_known_thread_is_added_and_another_threads_own_is_left(
    storage: SqlStorage, make: Maker
) -> None:
    other = await make.comment("/other")
    comment = await make.comment("/page")
    thread = await storage.threads.by_id(comment.thread_id)

    await make.comment(thread=thread, aliases=("/other", "/moved"))

    moved = await storage.threads.by_key(comment.site_id, "/moved")
    kept = await storage.threads.by_key(comment.site_id, "/other")
    assert moved == thread
    assert kept is not None
    assert kept.id == other.thread_id


async def test_a_reply_hangs_below_the_root_of_its_branch(make: Maker) -> None:
    root = await make.comment()
    reply = await make.comment(parent=root)
    deeper = await make.comment(parent=reply)

    assert (reply.parent_id, reply.root_id) == (root.id, root.id)
    assert (deeper.parent_id, deeper.root_id) == (reply.id, root.id)


async def test_a_reply_to_what_is_not_public_any_more_is_refused(
    storage: SqlStorage, make: Maker
) -> None:
    root = await make.comment()
    await make.reject(root)

    with pytest.raises(Invalid) as refused:
        await make.comment(parent=root)

    assert (refused.value.code, refused.value.field) == ("unknown_parent", "parent")


async def test_a_reply_on_another_page_than_its_parent_is_refused(
    storage: SqlStorage, make: Maker
) -> None:
    root = await make.comment("/page")
    other = await make.comment("/other")
    thread = await storage.threads.by_id(other.thread_id)

    with pytest.raises(Invalid, match="unknown_parent"):
        await make.comment(parent=root, thread=thread)


async def test_one_refused_comment_harms_none_that_came_at_the_same_moment(
    storage: SqlStorage, make: Maker
) -> None:
    root = await make.comment()
    await make.reject(root)
    news = [make.new(parent=root if number == 3 else None) for number in range(8)]

    results = await asyncio.gather(*(storage.accept(new) for new in news), return_exceptions=True)

    failed = [number for number, result in enumerate(results) if isinstance(result, Exception)]
    assert failed == [3]
    assert await storage.comments.by_public_id(news[3].public_id) is None


async def test_a_comment_the_database_refuses_harms_none_that_came_at_the_same_moment(
    storage: SqlStorage, make: Maker
) -> None:
    good = [make.new() for _ in range(5)]
    bad = make.new(thread=Thread(12345, make.new().site.id, "/gone"))

    results = await asyncio.gather(
        *(storage.accept(new) for new in [*good, bad]), return_exceptions=True
    )

    assert isinstance(results[-1], Exception)
    assert not any(isinstance(result, Exception) for result in results[:-1])
    for new in good:
        assert await storage.comments.by_public_id(new.public_id) is not None


async def test_an_unknown_site_is_refused(storage: SqlStorage, make: Maker) -> None:
    with pytest.raises(NotFound, match="unknown_site"):
        await make.comment(site=a_site("elsewhere"))


async def test_fifty_requests_with_one_key_at_once_make_one_comment(
    storage: SqlStorage, make: Maker
) -> None:
    news = [make.new(key="same") for _ in range(50)]

    results = await asyncio.gather(*(storage.accept(new) for new in news), return_exceptions=True)

    taken = [result for result in results if isinstance(result, Conflict)]
    assert len(taken) == 49
    assert {conflict.code for conflict in taken} == {"idempotency_key_taken"}
    found, _ = await storage.comments.queue(QueueFilter(), None, 100)
    record = await storage.requests.by_key(news[0].site.id, "same")
    assert record is not None
    assert [one.comment.public_id for one in found] == [record.comment]


async def test_a_key_used_before_is_taken(storage: SqlStorage, make: Maker) -> None:
    await make.comment(key="k")

    with pytest.raises(Conflict, match="idempotency_key_taken"):
        await make.comment(key="k")


async def test_a_key_is_its_sites_own(storage: SqlStorage, make: Maker) -> None:
    other = await make.site("other")
    await make.comment(key="k")

    await make.comment(key="k", site=other)

    assert await storage.requests.by_key(other.id, "k") is not None
    assert await storage.requests.by_key(other.id, "never") is None


async def test_the_newest_id_is_the_greatest(make: Maker) -> None:
    comments = [await make.comment() for _ in range(5)]

    ids = [comment.id for comment in comments]
    assert ids == sorted(set(ids))


async def test_a_clock_that_is_set_back_does_not_turn_the_order_round(make: Maker) -> None:
    before = await make.comment()
    make.clock.now -= 86_400_000

    after = await make.comment()

    assert after.id > before.id


async def test_the_first_decision_is_where_the_comment_stands(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment()

    decisions = await storage.decisions.of_comment(comment.public_id)

    standing = fold(decisions)
    assert standing is not None
    assert standing.status is comment.status
    assert decisions[0].action is Action.PUBLISH
