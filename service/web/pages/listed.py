"""Published comments as our own HTML pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from service.domain.published import PublishedComment
from service.locales import text, when
from service.web.shown.times import iso

DEEPEST_INDENT = 3


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as the page shows it; `depth` indents it under the comment it answers, whose name
    is `answers` (None for a first comment). `html` None: removed, and `removed` says by whom."""

    id: str
    name: str
    website: str | None
    html: Markup | None
    removed: str | None
    badge: str | None
    at: str
    moment: str
    depth: int
    answers: str | None
    parent: str | None
    up: int = 0
    down: int = 0


def shown_comments(comments: Sequence[PublishedComment], language: str) -> Sequence[ShownComment]:
    """The comments with each one's answers right below it, both oldest first."""
    by_id = {comment.id: comment for comment in comments}
    answers: dict[int | None, list[PublishedComment]] = {}
    for comment in comments:
        parent = comment.parent_id if comment.parent_id in by_id else None
        answers.setdefault(parent, []).append(comment)
    shown: list[ShownComment] = []
    waiting = [(comment, 0) for comment in reversed(answers.get(None, ()))]
    while waiting:
        comment, depth = waiting.pop()
        parent_of = by_id.get(comment.parent_id) if comment.parent_id is not None else None
        shown.append(_shown(comment, parent_of, depth, language))
        below = reversed(answers.get(comment.id, ()))
        waiting.extend((answer, min(depth + 1, DEEPEST_INDENT)) for answer in below)
    return shown


def _shown(
    comment: PublishedComment, parent: PublishedComment | None, depth: int, language: str
) -> ShownComment:
    answered = None if parent is None or parent.text is None else parent
    return ShownComment(
        id=comment.public_id,
        name=comment.name or text(language, "page.anonymous"),
        website=comment.website,
        # The renderer's HTML is sanitised; everything else is escaped by the template.
        html=None if comment.html is None else Markup(comment.html),  # noqa: S704
        removed=None
        if comment.html is not None
        else text(language, f"page.removed_by_{comment.removed_by or 'moderator'}"),
        badge=comment.badge and text(language, f"page.badge_{comment.badge}"),
        at=when(language, comment.created_at),
        moment=iso(comment.created_at),
        depth=depth,
        answers=None if answered is None else answered.name or text(language, "page.anonymous"),
        parent=None if answered is None else answered.public_id,
        up=comment.up,
        down=comment.down,
    )
