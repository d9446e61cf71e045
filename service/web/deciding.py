"""What every act that decides on a comment answers."""

from aiohttp import web

from service.domain.comment import Comment
from service.domain.decision import Decision
from service.domain.errors import NotFound
from service.web.answers import answer
from service.web.call import Call
from service.web.shown.decision import shown_decision
from service.web.shown.review import Decided, card


async def answer_decided(call: Call, comment: Comment, decision: Decision) -> web.Response:
    """The decision, and the comment as it stands now."""
    storage = call.services.storage
    call.services.teacher.note_decisions(comment.site_id)
    reviewed = await storage.comments.reviewed(comment.public_id)
    if reviewed is None:
        raise NotFound("unknown_comment")
    call.site = await storage.sites.by_id(comment.site_id)
    shown = Decided(decision=shown_decision(decision), comment=card(reviewed, call.language))
    return answer(shown, private=True)
