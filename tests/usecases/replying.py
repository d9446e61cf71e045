"""What tests of moderators' replies share."""

from typing import Any

from service.domain.moderator import ApiToken
from service.usecases.post_reply import Replied, Reply, post_reply
from tests.usecases.acting import DEVICE, Desk


async def give(
    desk: Desk, parent: str, token: ApiToken, *, storage: Any = None, **said: Any
) -> Replied:
    """Thanks the author, in the moderator's name."""
    return await post_reply(
        parent,
        Reply(**{"text": "Dank je wel!", **said}),
        token=token,
        storage=storage or desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )


async def waiting(desk: Desk) -> str:
    """A comment that waits, of a visitor who is known."""
    return (await desk.post(device=DEVICE)).comment.public_id


async def public(desk: Desk) -> str:
    """A comment that readers see."""
    return (await desk.post(site="open")).comment.public_id
