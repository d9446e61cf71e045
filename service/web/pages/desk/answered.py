"""The comment that another one answers, as one line on its card."""

from service.domain.comment import Comment
from service.locales import text
from service.web.call import Call
from service.web.pages.desk.cards import Answered, excerpt_of, name_of


async def answered(call: Call, comment: Comment) -> Answered | None:
    """Who is answered and what he said, None for a comment that answers nobody."""
    if comment.parent_id is None:
        return None
    parent = await call.services.storage.comments.reviewed_by_id(comment.parent_id)
    if parent is None:
        return Answered(text(call.language, "page.anonymous"), "")
    return Answered(name_of(parent, call.language), excerpt_of(parent))
