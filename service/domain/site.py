"""A site: one blog, with the addresses it lives at and how strictly it holds."""

from dataclasses import dataclass
from enum import StrEnum


class Moderation(StrEnum):
    """Which comments wait for a person even when no rule objects."""

    HOLD_ALL = "hold_all"
    HOLD_NEW = "hold_new"
    HOLD_SUSPECT = "hold_suspect"


@dataclass(frozen=True, slots=True)
class Site:
    """`origins` may read and post from a browser (exact match); `hosts` own pages.

    `secret` keys every hash that must not be guessable from outside (networks, tokens).
    `parameters` are the query parameters that tell pages of this site apart. `votes`: readers may
    vote on comments.
    """

    id: int
    slug: str
    name: str
    language: str
    origins: tuple[str, ...]
    hosts: tuple[str, ...]
    secret: bytes
    moderation: Moderation = Moderation.HOLD_NEW
    parameters: tuple[str, ...] = ()
    edit_minutes: int = 60
    votes: bool = True
