"""Who is blocked on a site neither votes nor reports there."""

import pytest

from service.domain.author import MarkKind
from service.domain.errors import Forbidden
from service.domain.moderator import ApiToken
from service.domain.vote import Tally, Vote
from tests.usecases.acting import DEVICE, MINUTE, Desk
from tests.usecases.test_blocks import block
from tests.usecases.test_cast_vote import vote
from tests.usecases.test_report_comment import report, reports


@pytest.mark.parametrize("kind", [MarkKind.IDENTITY, MarkKind.NETWORK])
async def test_who_is_blocked_does_not_vote_until_the_block_ends(
    desk: Desk, anna: ApiToken, kind: MarkKind
) -> None:
    his = await desk.post(site="open", device=DEVICE)
    other = (await desk.post("Iets anders.", site="open")).comment.public_id
    end = desk.clock.now + 10 * MINUTE
    await block(desk, anna, his.comment.public_id, kind, until=end)
    voting = {"device": DEVICE} if kind is MarkKind.IDENTITY else {"area": "192.0.2.0/24"}

    with pytest.raises(Forbidden, match="may_not_vote"):
        await vote(desk, other, Vote.UP, **voting)
    assert await vote(desk, other, Vote.UP) == Tally(1, 0, Vote.UP)
    desk.clock.pass_minutes(10)
    assert (await vote(desk, other, Vote.UP, **voting)).up == 2


async def test_of_who_is_blocked_no_report_is_kept(desk: Desk, anna: ApiToken) -> None:
    his = (await desk.post(site="open", device=DEVICE)).comment.public_id
    other = (await desk.post("Iets anders.", site="open")).comment
    await block(desk, anna, his, MarkKind.IDENTITY)
    await block(desk, anna, his, MarkKind.NETWORK)

    await report(desk, other, device=DEVICE)
    await report(desk, other, network="192.0.2.0/24")
    refused = await reports(desk, other)
    await report(desk, other, device="device-of-ans-0123456789")

    assert (refused, len(await reports(desk, other))) == ([], 1)
