"""POST /moderate/reply and /moderate/edit: a moderator's own words."""

import re
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import Conflict, Invalid
from service.domain.moderator import Role
from service.usecases.edit_reply import edit_reply
from service.usecases.post_reply import Reply
from service.web import typed
from service.web.admin.post_reply import send_reply
from service.web.call import Call
from service.web.errors import sentence_of, status_of
from service.web.pages.desk.comment import comment_page
from service.web.pages.desk.deciding import back_to_list, first_of, fresh_card
from service.web.pages.desk.frame import Notice, desk_of, go, page, wants_fragment
from service.web.pages.desk.tombs import tomb_of
from service.web.public.post_comment import TEXT_MAX
from service.web.route import Handler, Route

_ONCE = re.compile(r"[0-9a-f]{32}")


class ReplyForm(BaseModel):
    """A card's reply. `once` is the page's own: the same form sent twice replies once."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    id: str
    version: int
    text: str
    approve: Literal["yes", ""] = ""
    once: str = ""
    back: str | None = None


class EditForm(BaseModel):
    """A card's edit of a reply of one's own."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    id: str
    version: int
    text: str
    back: str | None = None


async def give_reply(call: Call) -> web.Response:
    """The tombstone; when it cannot be, the card as it stands now, with what was typed."""
    form: ReplyForm = call.body
    approves = form.approve == "yes"
    try:
        reply = Reply(
            text=typed.many_lines("text", form.text, TEXT_MAX),
            approve=approves,
            version=form.version if approves else None,
            key=f"desk-{form.once}-{form.id}" if _ONCE.fullmatch(form.once) else None,
        )
        replied = await send_reply(call, form.id, reply)
    except (Conflict, Invalid) as error:
        return await _again(call, form, error, "reply")
    if wants_fragment(call):
        return page("tomb", desk_of(call), tomb=await tomb_of(call, replied.decision))
    return back_to_list(form.back, replied.decision.public_id)


async def change_reply(call: Call) -> web.Response:
    """The card with its new text; when it cannot be, as it stands now, with what was typed."""
    form: EditForm = call.body
    services = call.services
    try:
        await edit_reply(
            form.id,
            typed.many_lines("text", form.text, TEXT_MAX),
            version=form.version,
            token=call.moderator,
            storage=services.storage,
            clock=services.clock,
            rule_book=services.rule_book,
        )
    except (Conflict, Invalid) as error:
        return await _again(call, form, error, "edit")
    if wants_fragment(call):
        return await fresh_card(call, form.id, None)
    return go(f"/moderate/comments/{form.id}", said="saved")


async def _again(
    call: Call, form: ReplyForm | EditForm, error: Conflict | Invalid, kind: str
) -> web.Response:
    if isinstance(error, Conflict):
        said = first_of(call, error)
    else:
        said = sentence_of(error, call.language)
    if wants_fragment(call):
        return await fresh_card(call, form.id, said, written=(kind, form.text))
    return await comment_page(
        call,
        form.id,
        notice=Notice(said, "bad"),
        written=(kind, form.text),
        status=status_of(error),
    )


def _route(path: str, name: str, handler: Handler, body: type[BaseModel]) -> Route:
    return Route(
        method="POST",
        path=path,
        name=name,
        summary="A moderator's own words.",
        access=Role.MODERATOR,
        handler=handler,
        body=body,
        form=True,
        responses={200: None},
        page=True,
    )


REPLY = _route("/moderate/reply", "desk_reply", give_reply, ReplyForm)
EDIT = _route("/moderate/edit", "desk_edit", change_reply, EditForm)
