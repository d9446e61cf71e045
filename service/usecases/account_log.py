"""Make the rows that tell what happened to accounts."""

from dataclasses import dataclass
from typing import Any

from service.domain.account_event import AccountAct, AccountEvent
from service.domain.identity import account_network_hash, new_public_id
from service.domain.moderator import Acting, Moderator, Roles
from service.domain.ports import Clock, Storage


@dataclass(frozen=True, slots=True)
class AccountLog:
    """Makes events of what one person does now. `network` is keyed."""

    by: Acting
    at: int
    network: str

    def tells(
        self, act: AccountAct, about: tuple[str, str] | None = None, **details: Any
    ) -> AccountEvent:
        """One event; `about` is a public id and a name."""
        about_id, about_name = about or (None, None)
        return AccountEvent(
            public_id=new_public_id(),
            at=self.at,
            act=act,
            actor_id=self.by.public_id,
            actor_name=self.by.name,
            about_id=about_id,
            about_name=about_name,
            network=self.network or None,
            details=details,
        )


async def account_log(by: Acting, *, storage: Storage, clock: Clock) -> AccountLog:
    """The log for what this person does. Raises Unavailable."""
    network = await keyed_network(by.network, storage=storage)
    return AccountLog(by, clock(), network)


async def keyed_network(network: str, *, storage: Storage) -> str:
    """A network prefix as it is kept with accounts; empty where there is none."""
    return account_network_hash(await storage.accounts.secret(), network) if network else ""


def himself(moderator: Moderator, network: str) -> Acting:
    """A moderator as he acts on his own account."""
    return Acting(moderator.public_id, moderator.name, moderator.roles, network)


def named(moderator: Moderator) -> tuple[str, str]:
    """A moderator as events name him."""
    return moderator.public_id, moderator.name


def role_words(roles: Roles) -> dict[str, str]:
    """Roles for an event's details: by the site's id, `*` for every site."""
    words = {str(site): role.value for site, role in sorted(roles.on_sites.items())}
    return words if roles.everywhere is None else {"*": roles.everywhere.value, **words}
