"""What is left of a decided card: one line, and the way back."""

from dataclasses import dataclass

from service.domain.comment_ports import ReviewedComment
from service.domain.decision import Decision, came_with, is_reply
from service.domain.errors import NotFound
from service.locales import text
from service.web.call import Call
from service.web.pages.desk.cards import excerpt_of, name_of
from service.web.pages.desk.said import said_of


@dataclass(frozen=True, slots=True)
class Tomb:
    """`decision` is the one to undo."""

    id: str
    decision: str
    said: str
    name: str
    excerpt: str


async def tomb_of(call: Call, decision: Decision) -> Tomb:
    """The tombstone of a decision; of one that brought a reply in, that of what it answers. Raises
    NotFound `unknown_comment`."""
    storage = call.services.storage
    reviewed = await storage.comments.reviewed(decision.comment)
    said = said_of(call.language, decision)
    if reviewed is not None and is_reply(decision) and reviewed.comment.parent_id is not None:
        reviewed = await storage.comments.reviewed_by_id(reviewed.comment.parent_id)
        if reviewed is not None and await _is_approved_with(call, reviewed, decision):
            said = text(call.language, "desk.done_approve_reply")
    if reviewed is None:
        raise NotFound("unknown_comment")
    return Tomb(
        id=reviewed.comment.public_id,
        decision=decision.public_id,
        said=said,
        name=name_of(reviewed, call.language),
        excerpt=excerpt_of(reviewed),
    )


async def _is_approved_with(call: Call, answered: ReviewedComment, reply: Decision) -> bool:
    story = await call.services.storage.decisions.of_comment(answered.comment.public_id)
    return any(came_with(each, reply) for each in story)
