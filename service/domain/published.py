"""Comments as readers may see them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment as readers may see it. `text` None: gone, kept as the head of its replies;
    `removed_by` then says whether its author or a moderator took it away. `badge` is the word of
    the site's own (`domain.comment.Badge`), None for visitors.

    `html` None: not rendered yet by the current renderer.
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
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of a thread: its roots in order with all that is below them, and the whole count.
    `next` is the sort position after the last root, None at the end.
    """

    comments: Sequence[PublishedComment]
    count: int
    next: tuple[int, int] | None
