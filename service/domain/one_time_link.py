"""Links that open one act once: becoming the first owner, joining, choosing a new password."""

from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.moderator import Roles

LINK_PREFIX = "rcl"
DAY_MS = 24 * 60 * 60 * 1000


class LinkKind(StrEnum):
    """What a link is good for, and nothing else."""

    WELCOME = "welcome"
    INVITATION = "invitation"
    RESET = "reset"


LIFE_MS = {LinkKind.WELCOME: DAY_MS, LinkKind.INVITATION: 7 * DAY_MS, LinkKind.RESET: DAY_MS}
"""How long a link is good for, unless another time is asked for."""


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link that nobody used yet; using it removes it. `roles` are what an invitation gives,
    `name` says whom it is meant for. `moderator_id` is whose password a reset is about;
    `drops_second_factor`: it turns his one-time codes off too."""

    public_id: str
    kind: LinkKind
    secret_hash: str = field(repr=False)
    created_by: str
    created_at: int
    expires_at: int
    roles: Roles = field(default_factory=Roles)
    name: str | None = None
    moderator_id: int | None = None
    drops_second_factor: bool = False
