"""Block an author: keep whoever has one of his marks out of the site for a while, or for ever."""

from service.domain.author import Block, Mark, MarkKind
from service.domain.comment import Comment
from service.domain.errors import Invalid, NotFound
from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site_event import SiteAct
from service.usecases.authenticate_token import may_see
from service.usecases.kept_out import marks_of
from service.usecases.site_log import site_event

DAY_MS = 24 * 60 * 60 * 1000
MONTH_MS = 30 * DAY_MS
"""How long a block lasts unless it is said: what is a provider's is not one visitor's for ever."""
LABEL_MAX = 100
_NETWORK_SHOWN = 8


async def block_author(
    comment_id: str,
    kind: MarkKind,
    *,
    until: int | None,
    reason: str | None,
    by: Principal,
    storage: Storage,
    clock: Clock,
) -> Block:
    """Keeps out whoever has this mark of the comment's author, in place of an earlier block on it.
    `until` None: for ever.

    Raises NotFound `unknown_comment`; Invalid `no_such_mark` when the author is not known by that,
    `already_over` when the end has passed.
    """

    async def unit(tx: Transaction) -> Block:
        comment = await tx.comment(comment_id)
        if comment is None or not may_see(by, comment):
            raise NotFound("unknown_comment")
        now = clock()
        if until is not None and until <= now:
            raise Invalid("already_over", "until")
        mark = mark_of(comment, kind)
        block = Block(
            public_id=new_public_id(),
            site_id=comment.site_id,
            mark=mark,
            until=until,
            reason=reason,
            label=label_of(comment, mark),
            comment=comment.public_id,
            by_id=by.public_id,
            by_name=by.name,
            at=now,
        )
        await tx.authors.add_block(block)
        event = site_event(
            by,
            comment.site_id,
            SiteAct.AUTHOR_BLOCKED,
            (block.public_id, block.label),
            at=now,
            kind=kind.value,
            until=until,
            reason=reason,
            comment=comment.public_id,
        )
        await tx.log_site_event(event)
        return block

    return await storage.write(unit)


def mark_of(comment: Comment, kind: MarkKind) -> Mark:
    """That mark of the comment's author. Raises Invalid `no_such_mark`."""
    for mark in marks_of(comment.identity_id, comment.network, comment.author):
        if mark.kind is kind:
            return mark
    raise Invalid("no_such_mark", "kind")


def label_of(comment: Comment, mark: Mark) -> str:
    """Whom a mark of the comment's author means, for people. Who gave no name is called by his
    address, or by where he wrote from."""
    author, network = comment.author, comment.network[:_NETWORK_SHOWN]
    labels = {MarkKind.NETWORK: network, MarkKind.EMAIL: author.email}
    return (labels.get(mark.kind) or author.name or author.email or network)[:LABEL_MAX]
