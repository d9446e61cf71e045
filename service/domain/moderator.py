"""Who may moderate: roles, moderators, API tokens, and whoever acts by one of them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


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
class Roles:
    """Which role somebody has where: on every site, on single ones by their id, or both; on a
    site the higher one counts."""

    everywhere: Role | None = None
    on_sites: Mapping[int, Role] = field(default_factory=dict)

    def on(self, site_id: int) -> Role | None:
        """The role on a site, None where there is none."""
        return _higher(self.everywhere, self.on_sites.get(site_id))

    @property
    def highest(self) -> Role | None:
        """The highest role on any site."""
        found = self.everywhere
        for role in self.on_sites.values():
            found = _higher(found, role)
        return found

    @property
    def sites(self) -> tuple[int, ...] | None:
        """The sites on which there is a role; None: all of them."""
        return None if self.everywhere is not None else tuple(sorted(self.on_sites))

    def reaching(self, needed: Role) -> "Roles":
        """Only what covers the needed role: what is left of the roles behind a door that asks for
        it. Where a role is too low, it is as if there were none."""
        everywhere = self.everywhere
        return Roles(
            everywhere if everywhere is not None and everywhere.covers(needed) else None,
            {site: role for site, role in self.on_sites.items() if role.covers(needed)},
        )

    def cover(self, others: "Roles") -> bool:
        """Whether these may do all that the others may, everywhere that those may do it."""
        wanted = [(self.on(site), role) for site, role in others.on_sites.items()]
        if others.everywhere is not None:
            wanted.append((self.everywhere, others.everywhere))
        return all(mine is not None and mine.covers(role) for mine, role in wanted)


class Principal(Protocol):
    """Somebody who acts: a moderator, or a program with a token. The log names him by `public_id`
    and `name`."""

    @property
    def public_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def roles(self) -> Roles: ...


@dataclass(frozen=True, slots=True)
class Acting:
    """A principal behind a door. `network` is the prefix of the address he comes from, empty
    where there is none."""

    public_id: str
    name: str
    roles: Roles
    network: str = ""


TERMINAL = Acting("cli", "cli", Roles(Role.OWNER))
"""Whoever can run commands on the database, where nothing is known of his account."""


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person with an account. `role` is the one on every site. `password` is an argon2id hash;
    `totp_step` the last time step whose code was used."""

    id: int
    public_id: str
    name: str
    email: str
    role: Role | None
    password: str | None = field(repr=False)
    created_at: int
    on_sites: Mapping[int, Role] = field(default_factory=dict)
    totp_secret: str | None = field(default=None, repr=False)
    totp_step: int | None = None

    @property
    def roles(self) -> Roles:
        """What the moderator may do, and where."""
        return Roles(self.role, self.on_sites)

    @property
    def is_owner(self) -> bool:
        """Whether the whole installation is the moderator's. One such must always be left."""
        return self.role is Role.OWNER


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a bearer token stands for: what its holder may do, and where. Times in UTC milliseconds.
    `created_by` is the public id of the moderator or token that made it, None at the terminal."""

    public_id: str
    name: str
    roles: Roles
    secret_hash: str = field(repr=False)
    created_at: int
    expires_at: int | None = None
    created_by: str | None = None


TOKEN_PREFIX = "rct"  # noqa: S105 -- marks a token as ours, opens nothing


def new_token_text(public_id: str, prefix: str = TOKEN_PREFIX) -> tuple[str, str]:
    """A bearer token as given to its holder once, and its secret part: `rct_<id>_<256 bits>`."""
    secret = secrets.token_urlsafe(32)
    return f"{prefix}_{public_id}_{secret}", secret


def split_token_text(text: str, prefix: str = TOKEN_PREFIX) -> tuple[str, str] | None:
    """The id and the secret of a bearer token, or None when it does not look like one."""
    found, _, rest = text.partition("_")
    public_id, _, secret = rest.partition("_")
    if found != prefix or not public_id or not secret:
        return None
    return public_id, secret


def _higher(one: Role | None, other: Role | None) -> Role | None:
    if one is None or other is None:
        return one or other
    return one if one.covers(other) else other
