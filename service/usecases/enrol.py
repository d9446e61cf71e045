"""Give a person an account, by a link that he was given or at the terminal."""

from service.domain.account_event import AccountAct
from service.domain.account_ports import Passwords
from service.domain.errors import Conflict, Forbidden
from service.domain.identity import new_public_id
from service.domain.moderator import Acting, Moderator, Role, Roles
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.password import read_password
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import SignedIn, new_session
from service.usecases.account_log import account_log, himself, named, role_words
from service.usecases.gate import Gate
from service.usecases.one_time_links import open_link


async def become_owner(
    secret: str,
    name: str,
    email: str,
    password: str,
    *,
    agent: str | None,
    network: str,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> SignedIn:
    """Makes the first owner, signed in. Raises Forbidden `bad_link`, Conflict `owner_exists` and
    `already_exists`, Invalid as `read_password` does."""
    link = await open_link(secret, LinkKind.WELCOME, storage=storage, clock=clock)
    owner = await new_moderator(
        name, email, password, Roles(Role.OWNER), passwords=gate.passwords, clock=clock
    )
    return await _join(link, owner, agent, network, gate=gate, storage=storage, clock=clock)


async def accept_invitation(
    secret: str,
    name: str,
    email: str,
    password: str,
    *,
    agent: str | None,
    network: str,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> SignedIn:
    """Makes a moderator with the invitation's roles, signed in. Raises Forbidden `bad_link`,
    Conflict `already_exists`, Invalid as `read_password` does."""
    link = await open_link(secret, LinkKind.INVITATION, storage=storage, clock=clock)
    moderator = await new_moderator(
        name, email, password, link.roles, passwords=gate.passwords, clock=clock
    )
    return await _join(link, moderator, agent, network, gate=gate, storage=storage, clock=clock)


async def add_moderator(
    moderator: Moderator, *, by: Acting, storage: Storage, clock: Clock
) -> Moderator:
    """Gives a person an account at once. Raises Conflict `already_exists`."""
    log = await account_log(by, storage=storage, clock=clock)

    async def unit(tx: Transaction) -> Moderator:
        await tx.accounts.lock()
        stored = await tx.accounts.add_moderator(moderator)
        if stored.is_owner:
            await tx.accounts.remove_links(LinkKind.WELCOME)
        roles = role_words(stored.roles)
        await tx.accounts.log(log.tells(AccountAct.MODERATOR_ADDED, named(stored), roles=roles))
        return stored

    return await storage.write(unit)


async def new_moderator(
    name: str, email: str, password: str, roles: Roles, *, passwords: Passwords, clock: Clock
) -> Moderator:
    """A moderator, not stored yet. Raises Invalid as `read_password` does."""
    chosen = read_password(password, email, name)
    return Moderator(
        id=0,
        public_id=new_public_id(),
        name=name,
        email=email,
        role=roles.everywhere,
        password=await passwords.hash(chosen),
        created_at=clock(),
        on_sites=roles.on_sites,
    )


async def _join(
    link: OneTimeLink,
    moderator: Moderator,
    agent: str | None,
    network: str,
    *,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> SignedIn:
    log = await account_log(himself(moderator, network), storage=storage, clock=clock)
    is_first = link.kind is LinkKind.WELCOME
    act = AccountAct.OWNER_MADE if is_first else AccountAct.JOINED
    details = {"roles": role_words(moderator.roles), "link": link.public_id}

    async def unit(tx: Transaction) -> SignedIn:
        await tx.accounts.lock()
        if await tx.accounts.use_link(link.public_id) is None:
            raise Forbidden("bad_link", "secret")
        if is_first and any(one.is_owner for one in await tx.accounts.moderators()):
            raise Conflict("owner_exists")
        stored = await tx.accounts.add_moderator(moderator)
        if stored.is_owner:
            await tx.accounts.remove_links(LinkKind.WELCOME)
        made = new_session(stored, agent, log.network, log.at)
        await tx.accounts.add_session(made.opened.session)
        await tx.accounts.log(log.tells(act, named(stored), **details))
        return made

    made = await storage.write(unit)
    gate.watch.see(made.opened.session.public_id, log.at)
    return made
