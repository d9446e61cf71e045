"""Comments as readers may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.thread import Thread


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment as readers may see it. `text` None: gone, kept as the head of its replies;
    `removed_by` then says whether its author or a moderator took it away. `badge` is the word of
    the site's own (`domain.comment.Badge`), None for visitors.

    `html` None: not rendered yet by the current renderer. `author_key` is equal for equal authors:
    for one who is proven, and else for one who calls himself so (`domain.identity.author_key`).
    `form` says how `text` is meant, None for Markdown (`domain.comment.Revision`).
    """

    id: int
    public_id: str
    parent_id: int | None
    root_id: int
    name: str | None
    website: str | None
    text: str | None
    html: str | None
    revision: int | None
    created_at: int
    edited_at: int | None
    up: int
    down: int
    removed_by: str | None = None
    author_key: str | None = None
    badge: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of a thread: its roots in order with all that is below them, and the whole count.
    `next` is the sort position after the last root, None at the end.
    """

    comments: Sequence[PublishedComment]
    count: int
    next: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A published comment among those of other pages. `parent` is the public id of what it
    answers; `replies` counts the published comments below one that answers none."""

    comment: PublishedComment
    thread: Thread
    parent: str | None
    replies: int
