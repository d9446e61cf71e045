"""Find out who holds a bearer token, and what he may touch."""

from service.domain.comment import Comment
from service.domain.decision import Actor, ActorKind
from service.domain.errors import Forbidden, Unauthorized
from service.domain.identity import token_hash, token_matches
from service.domain.moderator import ApiToken, Role, split_token_text
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


def require_role(token: ApiToken, needed: Role) -> None:
    """Raises Forbidden `role_too_low` unless the token's role covers the needed one."""
    if not token.role.covers(needed):
        raise Forbidden("role_too_low", None, role=token.role.value, needed=needed.value)


def may_see(token: ApiToken, comment: Comment | None) -> bool:
    """Whether the comment exists and lies on a site of the token's."""
    return comment is not None and token.site_id in (None, comment.site_id)


def actor_of(token: ApiToken) -> Actor:
    """The token's holder as the log names him."""
    return Actor(ActorKind.MODERATOR, token.public_id, token.name)
