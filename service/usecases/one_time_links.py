"""Make one-time links, and open them."""

from collections.abc import Sequence

from service.domain.errors import Forbidden
from service.domain.identity import new_public_id, token_hash, token_matches
from service.domain.moderator import Acting, Roles, new_token_text, split_token_text
from service.domain.one_time_link import LIFE_MS, LINK_PREFIX, LinkKind, OneTimeLink
from service.domain.ports import Clock, Storage

_NOBODYS = token_hash("")


def new_link(
    kind: LinkKind,
    *,
    by: Acting,
    now: int,
    roles: Roles | None = None,
    name: str | None = None,
    moderator_id: int | None = None,
    drops_second_factor: bool = False,
    life_ms: int | None = None,
) -> tuple[OneTimeLink, str]:
    """A link as it is kept, and its secret, which is shown only now."""
    public_id = new_public_id()
    text, secret = new_token_text(public_id, LINK_PREFIX)
    link = OneTimeLink(
        public_id=public_id,
        kind=kind,
        secret_hash=token_hash(secret),
        created_by=by.public_id,
        created_at=now,
        expires_at=now + (life_ms or LIFE_MS[kind]),
        roles=roles or Roles(),
        name=name,
        moderator_id=moderator_id,
        drops_second_factor=drops_second_factor,
    )
    return link, text


async def open_link(text: str, kind: LinkKind, *, storage: Storage, clock: Clock) -> OneTimeLink:
    """The link that this is the secret of. It is not used up yet: the act does that as it writes.

    Unknown, used, expired and another kind's answer alike, at the same cost: Forbidden `bad_link`.
    """
    public_id, secret = split_token_text(text, LINK_PREFIX) or ("", text)
    link = await storage.accounts.link(public_id)
    stored = _NOBODYS if link is None else link.secret_hash
    matches = token_matches(secret, stored)
    if not matches or link is None or link.kind is not kind or link.expires_at <= clock():
        raise Forbidden("bad_link", "secret")
    return link


def still_good(links: Sequence[OneTimeLink], now: int) -> list[OneTimeLink]:
    """Those that are not expired."""
    return [link for link in links if link.expires_at > now]
