"""Find out who holds a bearer token, and what he may touch."""

from service.domain.comment import Comment
from service.domain.decision import Actor, ActorKind
from service.domain.errors import Forbidden, Unauthorized
from service.domain.identity import token_hash, token_matches
from service.domain.moderator import Acting, ApiToken, Principal, Role, split_token_text
from service.domain.ports import Clock, Storage

_NOBODYS = token_hash("")


async def authenticate_token(text: str, *, storage: Storage, clock: Clock) -> ApiToken:
    """The token's record. An unknown id costs what a known one does.

    Raises Unauthorized `bad_token` and `token_expired`.
    """
    parts = split_token_text(text)
    public_id, secret = parts if parts is not None else ("", text)
    token = await storage.accounts.token(public_id)
    stored = _NOBODYS if token is None else token.secret_hash
    if not token_matches(secret, stored) or token is None:
        raise Unauthorized("bad_token")
    if token.expires_at is not None and token.expires_at <= clock():
        raise Unauthorized("token_expired")
    return token


def behind_door(principal: Principal, needed: Role, network: str = "") -> Acting:
    """The principal as he acts behind a door that asks for the role: with nothing but those of his
    roles that cover it, so that no act behind it can reach a site where his role is too low.

    Raises Forbidden `role_too_low` when there is no such site.
    """
    require_role(principal, needed)
    return Acting(principal.public_id, principal.name, principal.roles.reaching(needed), network)


def require_role(token: Principal, needed: Role) -> None:
    """Raises Forbidden `role_too_low` unless a role of the principal's covers the needed one."""
    highest = token.roles.highest
    if highest is None or not highest.covers(needed):
        role = "none" if highest is None else highest.value
        raise Forbidden("role_too_low", None, role=role, needed=needed.value)


def may_see(token: Principal, comment: Comment | None) -> bool:
    """Whether the comment exists and lies on a site of the principal's."""
    return comment is not None and token.roles.on(comment.site_id) is not None


def actor_of(token: Principal) -> Actor:
    """The principal as the log names him."""
    return Actor(ActorKind.MODERATOR, token.public_id, token.name)
