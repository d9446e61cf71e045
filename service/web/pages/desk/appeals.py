"""POST /moderate/appeal: the answer to an author's appeal, on its card."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.decision import Action, Decision
from service.domain.errors import Conflict
from service.domain.moderator import Role
from service.usecases.answer_appeal import answer_appeal
from service.web.admin.answer_appeal import answer_to_author
from service.web.call import Call
from service.web.pages.desk.deciding import back_to_list, conflict_card, is_own
from service.web.pages.desk.frame import desk_of, page, wants_fragment
from service.web.pages.desk.tombs import tomb_of
from service.web.route import Route

_ACTIONS = {"grant": Action.APPROVE, "deny": Action.DENY}


class AppealForm(BaseModel):
    """The buttons under an appeal, and what the author is told."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    id: str
    version: int
    outcome: Literal["grant", "deny"]
    answer: str = ""
    back: str | None = None


async def answer(call: Call) -> web.Response:
    """The tombstone; when somebody was first, the card as it stands now, with who and when."""
    form: AppealForm = call.body
    services = call.services
    try:
        comment, decision = await answer_appeal(
            form.id,
            grant=form.outcome == "grant",
            version=form.version,
            answer=answer_to_author(form.answer),
            token=call.moderator,
            storage=services.storage,
            clock=services.clock,
        )
    except Conflict as conflict:
        done = conflict.decision
        if not isinstance(done, Decision) or not is_own(
            done, _ACTIONS[form.outcome], form.version, call
        ):
            return await conflict_card(call, form.id, conflict)
        decision = done
    else:
        services.teacher.note_decisions(comment.site_id)
    if wants_fragment(call):
        return page("tomb", desk_of(call), tomb=await tomb_of(call, decision))
    return back_to_list(form.back, decision.public_id)


ROUTE = Route(
    method="POST",
    path="/moderate/appeal",
    name="desk_appeal",
    summary="The answer to an appeal, on the desk.",
    access=Role.MODERATOR,
    handler=answer,
    body=AppealForm,
    form=True,
    responses={200: None},
    page=True,
)
