"""Offer the installation to whoever can read the server's terminal, while it has no owner."""

from service.domain.moderator import TERMINAL
from service.domain.one_time_link import LinkKind
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.one_time_links import new_link


async def offer_ownership(*, storage: Storage, clock: Clock) -> str | None:
    """The secret of a new welcome link, in place of those of earlier starts; None when there is an
    owner already. Raises Unavailable."""
    if any(one.is_owner for one in await storage.accounts.moderators()):
        return None
    link, text = new_link(LinkKind.WELCOME, by=TERMINAL, now=clock())

    async def unit(tx: Transaction) -> None:
        await tx.accounts.remove_links(LinkKind.WELCOME)
        await tx.accounts.add_link(link)

    await storage.write(unit)
    return text
