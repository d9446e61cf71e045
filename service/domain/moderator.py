"""Who may moderate: roles, moderators and API tokens."""

import secrets
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Each role may do all that the one before it may."""

    VIEWER = "viewer"
    MODERATOR = "moderator"
    ADMIN = "admin"
    OWNER = "owner"

    def covers(self, needed: "Role") -> bool:
        """Whether this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person with an account. `password` is an argon2id hash."""

    id: int
    public_id: str
    name: str
    email: str
    role: Role
    password: str | None
    created_at: int


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a bearer token stands for. `site_id` None: every site; times in UTC milliseconds."""

    public_id: str
    name: str
    role: Role
    site_id: int | None
    secret_hash: str
    created_at: int
    expires_at: int | None = None


TOKEN_PREFIX = "rct"  # noqa: S105 -- marks a token as ours, opens nothing


def new_token_text(public_id: str) -> tuple[str, str]:
    """A bearer token as given to its holder once, and its secret part: `rct_<id>_<256 bits>`."""
    secret = secrets.token_urlsafe(32)
    return f"{TOKEN_PREFIX}_{public_id}_{secret}", secret


def split_token_text(text: str) -> tuple[str, str] | None:
    """The id and the secret of a bearer token, or None when it does not look like one."""
    prefix, _, rest = text.partition("_")
    public_id, _, secret = rest.partition("_")
    if prefix != TOKEN_PREFIX or not public_id or not secret:
        return None
    return public_id, secret
