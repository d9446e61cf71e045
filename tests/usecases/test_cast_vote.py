"""Voting on a comment: by device, else by network, and never on what readers do not see."""

import pytest

from service.domain.decision import Action
from service.domain.errors import Forbidden, NotFound
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.domain.vote import Tally, Vote
from service.usecases.cast_vote import cast_vote
from tests.usecases.acting import DEVICE, Desk
from tests.usecases.test_changing_sites import change

ELSEWHERE = "198.51.100.0/24"


async def vote(
    desk: Desk, public_id: str, given: Vote | None, device: str | None = None, area: str = ELSEWHERE
) -> Tally:
    return await cast_vote(
        public_id,
        given,
        device=device,
        network=area,
        area=area,
        storage=desk.storage,
        clock=desk.clock,
    )


async def test_a_network_without_a_device_has_one_vote(desk: Desk) -> None:
    posted = await desk.post(site="open")

    await vote(desk, posted.comment.public_id, Vote.UP)
    again = await vote(desk, posted.comment.public_id, Vote.DOWN)
    other = await vote(desk, posted.comment.public_id, Vote.UP, area="203.0.113.0/24")

    assert again == Tally(0, 1, Vote.DOWN)
    assert other == Tally(1, 1, Vote.UP)


async def test_devices_of_one_network_vote_apart(desk: Desk) -> None:
    posted = await desk.post(site="open")

    await vote(desk, posted.comment.public_id, Vote.UP, "device-of-ans-0123456789")
    tally = await vote(desk, posted.comment.public_id, Vote.UP, "device-of-bob-0123456789")

    assert tally == Tally(2, 0, Vote.UP)


async def test_a_device_that_could_be_guessed_is_none(desk: Desk) -> None:
    posted = await desk.post(site="open")

    await vote(desk, posted.comment.public_id, Vote.UP, "1")
    tally = await vote(desk, posted.comment.public_id, Vote.UP, "2")

    assert tally == Tally(1, 0, Vote.UP)


async def test_nobody_votes_on_what_he_wrote_himself(desk: Desk) -> None:
    posted = await desk.post(site="open", device=DEVICE)

    with pytest.raises(Forbidden, match="own_comment"):
        await vote(desk, posted.comment.public_id, Vote.UP, DEVICE)

    assert await vote(desk, posted.comment.public_id, Vote.UP, DEVICE[::-1]) == Tally(1, 0, Vote.UP)


async def test_a_site_without_votes_takes_none_and_tells_nothing_of_what_waits(
    desk: Desk, open_site: Site
) -> None:
    posted = await desk.post(site="open")
    await change(desk, open_site, votes=False)

    with pytest.raises(Forbidden, match="votes_off"):
        await vote(desk, posted.comment.public_id, Vote.UP)
    with pytest.raises(NotFound, match="unknown_comment"):
        await vote(desk, (await desk.post()).comment.public_id, Vote.UP)


async def test_what_readers_do_not_see_is_as_if_it_were_not_there(
    desk: Desk, anna: ApiToken
) -> None:
    held = await desk.post()
    gone = await desk.post(site="open")
    await desk.decide(gone.comment.public_id, Action.DELETE, anna)

    for public_id in (held.comment.public_id, gone.comment.public_id, "0" * 32):
        with pytest.raises(NotFound, match="unknown_comment"):
            await vote(desk, public_id, Vote.UP)


async def test_a_comment_that_goes_while_somebody_votes_takes_no_vote(
    desk: Desk, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = await desk.post(site="open")
    seen = await desk.comment(posted.comment.public_id)
    await desk.decide(posted.comment.public_id, Action.DELETE, anna)

    async def as_before(_public_id: str) -> object:
        return seen

    monkeypatch.setattr(desk.storage.comments, "by_public_id", as_before)

    with pytest.raises(NotFound, match="unknown_comment"):
        await vote(desk, posted.comment.public_id, Vote.UP)


async def test_no_address_and_no_device_is_stored_with_a_vote(desk: Desk, database: object) -> None:
    posted = await desk.post(site="open")
    await vote(desk, posted.comment.public_id, Vote.UP, "device-of-ans-0123456789")
    await vote(desk, posted.comment.public_id, Vote.UP)

    with open(f"{database}-wal", "rb") as wal:  # noqa: PTH123, ASYNC230 -- a test's own file
        written = wal.read()

    assert b"198.51.100" not in written
    assert b"device-of-ans" not in written
