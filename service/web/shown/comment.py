"""Comments as readers and their authors see them."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from service.domain.comment import Comment
from service.domain.identity import author_key, avatar_seed
from service.domain.published import PublishedComment
from service.domain.reasons import Reason
from service.domain.refusal import OwnStatus, told_status
from service.domain.site import Site
from service.domain.vote import Tally, Vote
from service.usecases.own_comment import OwnComment
from service.web.identicon import avatar_path
from service.web.shown.times import Time, iso, iso_or_none

DEEPEST = 100
"""Replies below this depth are listed at it, so that no reader's JSON parser gives up; `parent`
still says what each one answers."""


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownAuthor(_Shown):
    """What an author shows of himself. `avatar` is the path of his picture, null where he has none.
    `badge` is the site's word for him, `moderator` or `author`, null for visitors: no field of
    theirs sets it."""

    name: str | None
    website: str | None
    avatar: str | None = None
    badge: str | None = None


class Votes(_Shown):
    """How many readers voted."""

    up: int
    down: int


class VoteCounted(_Shown):
    """The votes on a comment after one's own, and what that is now: null for none."""

    votes: Votes
    yours: Vote | None


_NO_VOTES = Votes(up=0, down=0)


class ListedComment(_Shown):
    """A comment in a list. One that was `removed` stays as the head of its replies: it has no
    author and no html. In the answer to a post html is null while nothing was rendered yet. `votes`
    is null where the site has none."""

    id: str
    parent: str | None
    author: ShownAuthor | None
    html: str | None
    removed: Literal["author", "moderator"] | None
    created_at: Time
    edited_at: Time | None
    votes: Votes | None
    replies: list["ListedComment"]


class CommentList(_Shown):
    """A page of a thread's comments. `count` counts all of the thread."""

    post: str
    count: int
    closed: bool
    items: list[ListedComment]
    next: str | None


class Counts(_Shown):
    """The number of public comments by page as it was asked for; null for what is no page of the
    site."""

    counts: dict[str, int | None]


class PostedComment(_Shown):
    """What became of a comment just posted. `token` proves from now on that it is the author's;
    `message` says where it stands, in the reader's language."""

    id: str
    status: OwnStatus
    post: str
    token: str
    created_at: Time
    message: str
    comment: ListedComment


class OwnAppeal(_Shown):
    """Whether the author may appeal, or what became of it: once, against a comment's refusal.
    `answer` is what a moderator tells him."""

    state: Literal["none", "possible", "open", "granted", "denied"]
    answer: str | None


class OwnCommentShown(_Shown):
    """A comment as its author sees it: its newest text, whatever its status. `public` False for
    a comment that is approved: an edit was refused, and readers see the text before it. `reason`:
    coarsely, why it or the edit was turned away, null for what was not. `words`: what a moderator
    tells the author. `resubmittable`: a new text sends it in again, which may be done once."""

    id: str
    status: OwnStatus
    reason: Reason | None
    words: str | None
    public: bool
    post: str
    text: str
    html: str
    created_at: Time
    edited_at: Time | None
    version: int
    editable_until: Time
    resubmittable: bool
    appeal: OwnAppeal


class Withdrawn(_Shown):
    """A comment that its author took away."""

    id: str
    status: OwnStatus


class Preview(_Shown):
    """A text as it would be shown."""

    html: str


def listed(
    comment: PublishedComment, parent: str | None, avatar: str | None, *, has_votes: bool
) -> ListedComment:
    """One comment of a list, its replies still to come."""
    gone = comment.text is None
    return ListedComment(
        id=comment.public_id,
        parent=parent,
        author=None
        if gone
        else ShownAuthor(
            name=comment.name, website=comment.website, avatar=avatar, badge=comment.badge
        ),
        html=None if gone else comment.html,
        removed=None if not gone else "author" if comment.removed_by == "author" else "moderator",
        created_at=iso(comment.created_at),
        edited_at=iso_or_none(comment.edited_at),
        votes=Votes(up=comment.up, down=comment.down) if has_votes else None,
        replies=[],
    )


def tree(comments: Sequence[PublishedComment], site: Site) -> list[ListedComment]:
    """The comments with their replies below them, in the order given; parents come first."""
    avatars = {key: _avatar(site, key) for key in {comment.author_key for comment in comments}}
    names = {comment.id: comment.public_id for comment in comments}
    places: dict[int, tuple[ListedComment, int]] = {}
    roots: list[ListedComment] = []
    for comment in comments:
        parent, avatar = names.get(comment.parent_id or 0), avatars[comment.author_key]
        shown = listed(comment, parent, avatar, has_votes=site.votes)
        above = places.get(comment.parent_id or 0)
        if above is None:
            roots.append(shown)
            places[comment.id] = (shown, 1)
            continue
        head, depth = above
        head.replies.append(shown)
        places[comment.id] = (head, depth) if depth == DEEPEST - 1 else (shown, depth + 1)
    return roots


def just_posted(
    comment: Comment, parent: str | None, html: str | None, site: Site
) -> ListedComment:
    """A comment that came in a moment ago, as it will be listed once it is public."""
    author = comment.author
    account = comment.badge.account if comment.badge else None
    key = author_key(comment.identity_id, author.name, account)
    return ListedComment(
        id=comment.public_id,
        parent=parent,
        author=ShownAuthor(name=author.name, website=author.website, avatar=_avatar(site, key)),
        html=html,
        removed=None,
        created_at=iso(comment.created_at),
        edited_at=iso_or_none(comment.edited_at),
        votes=_NO_VOTES if site.votes else None,
        replies=[],
    )


def vote_counted(tally: Tally) -> VoteCounted:
    """A vote that was counted."""
    return VoteCounted(votes=Votes(up=tally.up, down=tally.down), yours=tally.yours)


def _avatar(site: Site, key: str | None) -> str | None:
    return None if key is None else avatar_path(avatar_seed(site, key))


def own_comment_shown(own: OwnComment, html: str) -> OwnCommentShown:
    """A comment for its author."""
    comment = own.comment
    return OwnCommentShown(
        id=comment.public_id,
        status=told_status(comment.status),
        reason=own.refusal.reason if own.refusal else None,
        words=own.words,
        public=own.is_public,
        post=own.thread.key,
        text=own.revision.text,
        html=html,
        created_at=iso(comment.created_at),
        edited_at=iso_or_none(comment.edited_at),
        version=comment.version,
        editable_until=iso(comment.created_at + own.site.edit_minutes * 60_000),
        resubmittable=own.may_resubmit,
        appeal=OwnAppeal.model_validate(
            {"state": own.appeal_state, "answer": own.appeal.answer if own.appeal else None}
        ),
    )
