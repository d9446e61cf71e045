"""POST /moderate/decide and /moderate/undo: one decision, and taking it back."""

from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.decision import Action, ActorKind, Decision
from service.domain.errors import Conflict
from service.domain.moderator import Role
from service.locales import text, when
from service.usecases.decide import decide
from service.usecases.review_comments import show_comment
from service.usecases.undo_decision import undo_decision
from service.web.admin.decide import reason_and_note, words_to_author
from service.web.call import Call
from service.web.errors import sentence_of
from service.web.pages.desk.answered import answered
from service.web.pages.desk.cards import desk_card
from service.web.pages.desk.changes import changes_of
from service.web.pages.desk.concerns import is_for_others
from service.web.pages.desk.frame import desk_of, go, own_path, page, wants_fragment
from service.web.pages.desk.queue import TOMBS
from service.web.pages.desk.said import said_of
from service.web.pages.desk.tombs import tomb_of
from service.web.route import Route

QUEUE = "/moderate/queue"


class DecideForm(BaseModel):
    """The buttons of a card."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    id: str
    version: int
    action: Literal["approve", "reject", "spam", "delete", "restore", "keep"]
    reason: str = ""
    note: str = ""
    to_author: str = ""
    back: str | None = None


class UndoForm(BaseModel):
    """The button of a tombstone. `card` is the comment that it stands for."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    decision: str
    card: str = ""
    back: str | None = None


async def take_decision(call: Call) -> web.Response:
    """The tombstone; when somebody was first, the card as it stands now, with who and when."""
    form: DecideForm = call.body
    reason, note = reason_and_note(form.reason or None, form.note)
    services = call.services
    try:
        comment, decision = await decide(
            form.id,
            Action(form.action),
            version=form.version,
            reason=reason,
            note=note,
            to_author=words_to_author(form.to_author),
            token=call.moderator,
            storage=services.storage,
            clock=services.clock,
        )
    except Conflict as conflict:
        done = conflict.decision
        if not isinstance(done, Decision) or not is_own(
            done, Action(form.action), form.version, call
        ):
            return await conflict_card(call, form.id, conflict)
        decision = done
    else:
        services.teacher.note_decisions(comment.site_id)
    if wants_fragment(call):
        return page("tomb", desk_of(call), tomb=await tomb_of(call, decision))
    return back_to_list(form.back, decision.public_id)


async def take_back(call: Call) -> web.Response:
    """The card again, as it stood."""
    form: UndoForm = call.body
    services = call.services
    try:
        comment, _ = await undo_decision(
            form.decision, token=call.moderator, storage=services.storage, clock=services.clock
        )
    except Conflict as conflict:
        first = conflict.decision
        if not isinstance(first, Decision):
            raise
        return await conflict_card(call, first.comment, conflict)
    services.teacher.note_decisions(comment.site_id)
    if wants_fragment(call):
        return await fresh_card(call, form.card or comment.public_id, None)
    return go(_without(form.back, form.decision))


def is_own(done: Decision, action: Action, version: int, call: Call) -> bool:
    """Whether the form was only sent again: a second click, or an answer that got lost."""
    mine = done.actor.kind is ActorKind.MODERATOR and done.actor.id == call.moderator.public_id
    return mine and (done.action, done.version) == (action, version)


async def conflict_card(call: Call, public_id: str, conflict: Conflict) -> web.Response:
    """The card as it stands now, with who was first."""
    if wants_fragment(call):
        return await fresh_card(call, public_id, first_of(call, conflict))
    return go(f"/moderate/comments/{public_id}", conflict="yes")


async def fresh_card(
    call: Call, public_id: str, notice: str | None, *, written: tuple[str, str] | None = None
) -> web.Response:
    """The card as it stands now. `written`: what was typed into which of its forms."""
    storage = call.services.storage
    story = await show_comment(public_id, token=call.moderator, storage=storage)
    card = desk_card(
        story.reviewed,
        call.language,
        call.moderator,
        status_shown=True,
        notice=notice,
        pieces=await changes_of(call, story.reviewed.comment, story.revisions),
        answers=await answered(call, story.reviewed.comment),
        history=story.decisions,
        is_others=await is_for_others(call, story.reviewed),
        written=written,
    )
    return page("card", desk_of(call), card=card)


def first_of(call: Call, conflict: Conflict) -> str:
    """Who was first, when, and with what."""
    first = conflict.decision
    if not isinstance(first, Decision):
        return sentence_of(conflict, call.language)
    who = first.actor.name or text(call.language, f"desk.actor_{first.actor.kind.value}")
    done = said_of(call.language, first)
    return text(call.language, "desk.first", name=who, at=when(call.language, first.at), done=done)


def back_to_list(back: str | None, decision: str) -> web.Response:
    """To the list, where the newest decisions stand as tombstones."""
    path, kept = _parts(back)
    undo = [decision, *_undoable(kept)][:TOMBS]
    kept = {**{k: v for k, v in kept.items() if k != "undo"}, "undo": ".".join(undo)}
    return go(f"{path}?{urlencode(kept)}")


def _without(back: str | None, decision: str) -> str:
    path, kept = _parts(back)
    undo = [each for each in _undoable(kept) if each != decision]
    kept = {k: v for k, v in kept.items() if k != "undo"}
    if undo:
        kept["undo"] = ".".join(undo)
    return f"{path}?{urlencode(kept)}" if kept else path


def _undoable(kept: dict[str, str]) -> list[str]:
    return [each for each in kept.get("undo", "").split(".") if each]


def _parts(back: str | None) -> tuple[str, dict[str, str]]:
    parts = urlsplit(own_path(back) or QUEUE)
    path = QUEUE if parts.path.startswith("/moderate/comments/") else parts.path
    return path, dict(parse_qsl(parts.query)) if path == parts.path else {}


def _route(path: str, name: str, handler: object, body: type[BaseModel]) -> Route:
    return Route(
        method="POST",
        path=path,
        name=name,
        summary="A decision on the desk.",
        access=Role.MODERATOR,
        handler=handler,  # type: ignore[arg-type]
        body=body,
        form=True,
        responses={200: None},
        page=True,
    )


DECIDE = _route("/moderate/decide", "desk_decide", take_decision, DecideForm)
UNDO = _route("/moderate/undo", "desk_undo", take_back, UndoForm)
