"""What is left of a decided card: one line, and the way back."""

from dataclasses import dataclass

from service.domain.decision import Decision
from service.domain.errors import NotFound
from service.locales import text
from service.web.call import Call
from service.web.pages.desk.cards import excerpt_of, name_of


@dataclass(frozen=True, slots=True)
class Tomb:
    """`decision` is the one to undo."""

    id: str
    decision: str
    said: str
    name: str
    excerpt: str


async def tomb_of(call: Call, decision: Decision) -> Tomb:
    """The tombstone of a decision. Raises NotFound `unknown_comment`."""
    reviewed = await call.services.storage.comments.reviewed(decision.comment)
    if reviewed is None:
        raise NotFound("unknown_comment")
    return Tomb(
        id=decision.comment,
        decision=decision.public_id,
        said=text(call.language, f"desk.done_{decision.action.value}"),
        name=name_of(reviewed, call.language),
        excerpt=excerpt_of(reviewed),
    )
