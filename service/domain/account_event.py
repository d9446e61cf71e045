"""What happened to accounts: who did what, about whom, when and from where. Rows are only added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class AccountAct(StrEnum):
    """The acts that are logged. Failed tries are not among them: whoever fails could fill the
    disk; the service's own log tells of those."""

    OWNER_MADE = "owner_made"
    MODERATOR_ADDED = "moderator_added"
    INVITED = "invited"
    INVITATION_REVOKED = "invitation_revoked"
    JOINED = "joined"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- the name of an act
    RESET_OFFERED = "reset_offered"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of an act
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    ROLES_CHANGED = "roles_changed"
    MODERATOR_REMOVED = "moderator_removed"
    TOKEN_MADE = "token_made"  # noqa: S105 -- the name of an act
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 -- the name of an act


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One act. `actor_id` and `about_id` are public ids of moderators, tokens, sessions or
    invitations, which may be gone by now; the names are those of that time. `network` is keyed."""

    public_id: str
    at: int
    act: AccountAct
    actor_id: str
    actor_name: str
    about_id: str | None = None
    about_name: str | None = None
    network: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
