"""Votes: one a voter and comment, counted on the comment, and told apart from other changes."""

import asyncio

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import Action
from service.domain.vote import MOST_OF_A_CROWD, Ballot, Tally, Vote, esteem
from service.storage import SqlStorage, open_storage
from tests.storage.contract.test_writing import next_site_read
from tests.storage.making import START, Maker, TickingClock


async def cast(
    storage: SqlStorage,
    comment: Comment,
    vote: Vote | None,
    voter: str = "ans",
    crowd: str = "village",
) -> Tally | None:
    ballot = Ballot(comment.site_id, comment.id, voter, crowd, vote, START)
    return await storage.write(lambda tx: tx.votes.cast(ballot))


async def counted(storage: SqlStorage, comment: Comment) -> tuple[int, int]:
    shown = await storage.comments.published(comment.id, 1)
    assert shown is not None
    return shown.up, shown.down


async def test_a_vote_is_counted_on_its_comment(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()

    tally = await cast(storage, comment, Vote.UP)

    assert tally == Tally(1, 0, Vote.UP)
    assert await counted(storage, comment) == (1, 0)


async def test_the_same_vote_again_changes_nothing(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()
    await cast(storage, comment, Vote.DOWN)

    tally = await cast(storage, comment, Vote.DOWN)

    assert tally == Tally(0, 1, Vote.DOWN)


async def test_a_voter_changes_his_vote(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()
    await cast(storage, comment, Vote.UP)

    tally = await cast(storage, comment, Vote.DOWN)

    assert tally == Tally(0, 1, Vote.DOWN)


async def test_a_voter_takes_his_vote_back(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()
    await cast(storage, comment, Vote.UP)

    tally = await cast(storage, comment, None)
    again = await cast(storage, comment, None)

    assert tally == again == Tally(0, 0, None)


async def test_voters_count_apart_and_so_do_comments(storage: SqlStorage, make: Maker) -> None:
    one, other = await make.comment(), await make.comment()

    await cast(storage, one, Vote.UP, "ans")
    await cast(storage, one, Vote.DOWN, "bob")
    await cast(storage, other, Vote.UP, "ans")

    assert await counted(storage, one) == (1, 1)
    assert await counted(storage, other) == (1, 0)


async def test_votes_at_one_moment_are_all_counted(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()

    await asyncio.gather(*(cast(storage, comment, Vote.UP, f"v{n}", f"c{n}") for n in range(20)))

    assert await counted(storage, comment) == (20, 0)


async def test_made_up_devices_of_one_network_share_a_vote(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment()

    for n in range(MOST_OF_A_CROWD + 5):
        await cast(storage, comment, Vote.UP, f"device {n}")
    full = await counted(storage, comment)
    turned = await cast(storage, comment, Vote.DOWN, "one more device")
    back = await cast(storage, comment, None, "yet another")

    assert full == (MOST_OF_A_CROWD + 1, 0)
    assert turned == Tally(MOST_OF_A_CROWD, 1, Vote.DOWN)
    assert back == Tally(MOST_OF_A_CROWD, 0, None)
    assert (await cast(storage, comment, Vote.UP, "elsewhere", "town")) is not None


async def test_what_readers_do_not_see_takes_no_votes(storage: SqlStorage, make: Maker) -> None:
    held = await make.comment(published=False)
    gone = await make.comment()
    await make.decide(gone, Action.DELETE, Status.DELETED, None, 0)

    assert await cast(storage, held, Vote.UP) is None
    assert await cast(storage, gone, Vote.UP) is None


async def test_the_best_come_first_by_what_is_sure_of_them(
    storage: SqlStorage, make: Maker
) -> None:
    few = await make.comment()
    plain = await make.comment(thread=None)
    many = await make.comment()
    bad = await make.comment()
    for n in range(2):
        await cast(storage, few, Vote.UP, f"v{n}", f"c{n}")
    for n in range(12):
        await cast(storage, many, Vote.UP if n else Vote.DOWN, f"v{n}", f"c{n}")
    await cast(storage, bad, Vote.DOWN)

    page = await storage.comments.page(few.thread_id, "best", None, 3, 1)
    assert page.next is not None
    rest = await storage.comments.page(few.thread_id, "best", page.next, 3, 1)

    assert [one.id for one in page.comments] == [many.id, few.id, plain.id]
    assert [one.id for one in rest.comments] == [bad.id]
    assert page.next == (-esteem(0, 0), plain.id)


async def test_a_vote_is_told_of_apart_from_what_else_changes(
    storage: SqlStorage, make: Maker
) -> None:
    changed: list[int | None] = []
    voted: list[int] = []
    comment = await make.comment()
    await asyncio.sleep(0)
    storage.on_thread_changed(changed.append)
    storage.on_thread_voted(voted.append)

    await cast(storage, comment, Vote.UP)
    await cast(storage, comment, Vote.UP)
    await asyncio.sleep(0)

    assert (changed, voted) == ([], [comment.thread_id])


async def test_a_server_hears_of_votes_that_another_process_took(
    database: str, clock: TickingClock
) -> None:
    async with open_storage(database, clock=clock, serving=True) as server:
        await next_site_read(server)
        comment = await Maker(server, clock, await Maker(server, clock).site("blog")).comment()
        told: asyncio.Queue[int | None] = asyncio.Queue()
        server.on_thread_voted(told.put_nowait)
        # SQLite tells only that something changed.
        server.on_thread_changed(lambda thread: told.put_nowait(comment.thread_id))
        async with open_storage(database, clock=clock) as other:
            await cast(other, comment, Vote.UP)
        async with asyncio.timeout(5):
            while await counted(server, comment) != (1, 0):
                assert await told.get() == comment.thread_id


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ((1, 0), (0, 0)),
        ((40, 10), (2, 0)),
        ((3, 1), (1, 1)),
        ((0, 0), (0, 1)),
        ((0, 1), (0, 9)),
        ((900, 100), (90, 10)),
    ],
)
def test_esteem_grows_with_votes_and_with_how_sure_they_make_us(
    better: tuple[int, int], worse: tuple[int, int]
) -> None:
    assert esteem(*better) > esteem(*worse)


def test_as_many_for_as_against_is_as_good_as_no_vote() -> None:
    assert esteem(7, 7) == esteem(0, 0) == 0
