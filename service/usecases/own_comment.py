"""Find a comment for its author, who proves with its token that it is his."""

from dataclasses import dataclass, replace

from service.domain.comment import Comment, Revision, Status
from service.domain.concern import Appeal, AppealState, may_appeal
from service.domain.errors import Forbidden
from service.domain.identity import token_hash, token_matches
from service.domain.ports import Storage
from service.domain.refusal import TURNED_AWAY, Refusal, is_resubmission, refusal_after, words_after
from service.domain.site import Site
from service.domain.thread import Thread

_NOBODYS = token_hash("")


@dataclass(frozen=True, slots=True)
class OwnComment:
    """A comment as its author may see it: with its newest text, whatever its status. `refusal` is
    None for what is public or waits; `resubmitted`: it was sent in again after a refusal. `words`
    are a moderator's to the author."""

    comment: Comment
    site: Site
    thread: Thread
    revision: Revision
    appeal: Appeal | None = None
    refusal: Refusal | None = None
    resubmitted: bool = False
    words: str | None = None

    @property
    def is_public(self) -> bool:
        """Whether readers see the newest text: not when it waits, or an edit was refused."""
        return self.comment.published == self.revision.number

    @property
    def is_open(self) -> bool:
        """Whether the newest text is public or waits to be, rather than turned away."""
        return self.is_public or self.comment.status is Status.PENDING

    @property
    def may_resubmit(self) -> bool:
        """Whether it was turned away and may be sent in again with another text: once, and not
        while a moderator has an appeal to answer."""
        is_asked = self.appeal is not None and self.appeal.is_open
        is_refused = self.comment.status in TURNED_AWAY
        return is_refused and not self.resubmitted and not is_asked

    @property
    def appeal_state(self) -> str:
        """`open`, `granted` or `denied`; without an appeal `possible` or `none`."""
        if self.appeal is None:
            return "possible" if may_appeal(self.comment) else "none"
        return "none" if self.appeal.state is AppealState.DROPPED else self.appeal.state.value


async def own_comment(public_id: str, token: str, *, storage: Storage) -> OwnComment:
    """The comment, if the token is its own. A missing comment, a wrong token and another comment's
    token answer alike: Forbidden `bad_token`."""
    comment = await storage.comments.by_public_id(public_id)
    stored = _NOBODYS if comment is None else comment.token_hash
    if not token_matches(token, stored) or comment is None:
        raise Forbidden("bad_token")
    site = await storage.sites.by_id(comment.site_id)
    thread = await storage.threads.by_id(comment.thread_id)
    revisions = await storage.comments.revisions(comment.id)
    if site is None or thread is None or not revisions:
        raise Forbidden("bad_token")
    appeal = await storage.concerns.appeal(comment.id)
    history = await storage.decisions.of_comment(public_id)
    own = OwnComment(
        comment,
        site,
        thread,
        revisions[-1][0],
        appeal,
        resubmitted=any(map(is_resubmission, history)),
        words=words_after(history),
    )
    return own if own.is_open else replace(own, refusal=refusal_after(history))
