"""A comment, its revisions and what a visitor hands in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where a comment stands. Words in the database and in the API, never numbers."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SPAM = "spam"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Author:
    """What a visitor typed about himself. It proves nothing: see `domain.identity`."""

    name: str | None = None
    email: str | None = None
    website: str | None = None


class BadgeWord(StrEnum):
    """What a badge says: `moderator`, or `author` for who wrote the page itself."""

    MODERATOR = "moderator"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Badge:
    """That a comment is the site's own: a word shown beside the name, never a part of it, and the
    public id of the account or token that wrote it. Nothing that a visitor sends can make one."""

    word: BadgeWord
    account: str


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment. `version` counts every change; `published` is the revision that readers see.

    Times are UTC milliseconds. `id` orders comments and never leaves the service; `public_id` is
    128 random bits. `root_id` is the comment at the top of its branch (itself for a root). `credit`
    is what people decided about it, for its author's record (`domain.trust`). Comments of one site
    with the same `cluster` say nearly the same; clusters are numbered in the order of their first.
    `suspicion`: how likely it is bad in a thousand, as far as rules and model can tell. `badge` is
    None for visitors' comments.
    """

    id: int
    public_id: str
    site_id: int
    thread_id: int
    parent_id: int | None
    root_id: int
    author: Author
    identity_id: int | None
    network: str
    status: Status
    version: int
    current: int
    published: int | None
    language: str
    token_hash: str
    created_at: int
    edited_at: int | None = None
    credit: int = 0
    cluster: int = 0
    suspicion: int = 0
    badge: Badge | None = None


UNJUDGED = -1
"""In the place of a rule set's version: texts of moderators, which count for no figure of rules."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a comment, with what its judgement amounted to.

    `context` is the snapshot of what the rules saw besides the text, so that a replay is exact.
    `fingerprint` is equal for texts with the same folded words. `shadow` is what the site's shadow
    rule set would have made of it, None where there was none. `rule_set` is UNJUDGED for texts that
    no rule was asked about. `source` is an imported text as it was written, for rendering, where
    that is not Markdown: `form` is then `html`, `html-lines` (its line ends count) or `text`.
    """

    number: int
    text: str
    fingerprint: str
    rule_set: int
    verdict: str
    score: float
    context: dict[str, Any]
    created_at: int
    shadow: dict[str, Any] | None = None
    source: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment as handed in at the door: cleaned of bytes no text may hold, judged by nobody yet.

    `network` is the visitor's address prefix (/24 or /64) as text; it is hashed before storage.
    `trap` is the content of the field that people never see. `form_age_ms` tells how long the
    form was open, when a form of ours was used.
    """

    site: str
    post: str
    text: str
    author: Author
    network: str
    post_title: str | None = None
    parent: str | None = None
    language: str | None = None
    device: str | None = None
    trap: str = ""
    form_age_ms: int | None = None
    over_budget: tuple[str, ...] = ()
