"""What comes from other comment systems, in one form for all: the neutral record.

Importers make these, the engine keeps them, exporters write them. Nothing here is judged or
cleaned yet: texts are as the source has them, and only what is blank is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from service.domain.import_problem import Problem


class NeutralStatus(StrEnum):
    """Where a comment stood in its source. Unknown is `pending`, with a problem `status-unknown`,
    never `approved`. `deleted` is what is left of a removed one, `trash` can be taken out again."""

    APPROVED = "approved"
    PENDING = "pending"
    SPAM = "spam"
    TRASH = "trash"
    DELETED = "deleted"


class Kind(StrEnum):
    """What it is. Only a `comment` is shown as one; a `note` was never for readers."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"
    MENTION = "mention"
    LIKE = "like"
    REPOST = "repost"
    NOTE = "note"


class BodyFormat(StrEnum):
    """How a source's text is meant."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Body:
    """A text, verbatim. `newlines`: line ends in HTML mean line breaks, and an empty line a new
    paragraph, as in WordPress and in Blogger's Takeout."""

    source: str
    format: BodyFormat
    newlines: bool = False


@dataclass(frozen=True, slots=True)
class ExternalId:
    """How a source knows a thing. `source` is the system (`blogger`, `wordpress`, `disqus` …, the
    same for all of its formats), `instance` which blog or forum of it, so that two blogs whose
    comments are numbered from 1 stay apart; empty when the file does not tell. `id` names one
    thread, or one comment, among those of the instance."""

    source: str
    instance: str
    id: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account at the source: who provides it, and the id there."""

    provider: str
    id: str


@dataclass(frozen=True, slots=True)
class NeutralAuthor:
    """Who wrote it, as typed or known there. A placeholder such as "Anonymous" is None.
    `email_hash` is what a source keeps instead of the address."""

    name: str | None = None
    email: str | None = None
    email_hash: str | None = None
    url: str | None = None
    avatar: str | None = None
    account: Account | None = None
    site_owner: bool = False


@dataclass(frozen=True, slots=True)
class Votes:
    """`score` only where the source keeps no two counts."""

    up: int = 0
    down: int = 0
    score: int | None = None


@dataclass(frozen=True, slots=True)
class NeutralThread:
    """A page with comments, or one that may have them. Yield only those that comments can hang
    below; every one counts as a record.

    `address` is the page as the source has it: an absolute URL, a path, or a name of its own; None
    where it cannot be known (a draft). `aliases` are further addresses of the page (permalinks,
    guids). `url` is the link that people see where `address` is none. `public` is false for drafts
    and pages with a password: their comments are never shown. Times are UTC milliseconds.
    """

    external: ExternalId
    address: str | None
    title: str | None = None
    url: str | None = None
    closed: bool = False
    created_at: int | None = None
    aliases: tuple[str, ...] = ()
    public: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeutralComment:
    """A comment. `thread` and `parent` are ids of the same source and instance, in whatever order
    they come; an empty parent is a comment on the page itself.

    `parent_of` is set where the parent is of another source and instance (our own export alone
    knows such). `reply_to` is the true target where the source shows another parent. `created_at`
    (UTC milliseconds) is None when no time can be read, `created_original` what the source says.
    `url` is the comment's own old address, with its anchor. `extra` holds what has no place here,
    by names that the importer allows.
    """

    external: ExternalId
    thread: str
    body: Body
    status: NeutralStatus
    author: NeutralAuthor = NeutralAuthor()
    parent: str | None = None
    reply_to: str | None = None
    kind: Kind = Kind.COMMENT
    status_detail: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    created_at: int | None = None
    created_original: str | None = None
    edited_at: int | None = None
    votes: Votes = Votes()
    pinned: bool = False
    url: str | None = None
    parent_of: tuple[str, str] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


Record: TypeAlias = NeutralThread | NeutralComment | Problem
"""What an importer yields, one after the other."""
