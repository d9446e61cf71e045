"""GET /moderate/comments/{id}: one comment with its texts, its findings and its whole log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.decision import Decision
from service.domain.moderator import Role
from service.locales import text, when
from service.usecases.review_comments import show_comment
from service.usecases.undo_decision import is_undoable
from service.web.call import Call
from service.web.pages.desk.answered import answered
from service.web.pages.desk.cards import Reason, desk_card, reasons_of
from service.web.pages.desk.changes import changes_of
from service.web.pages.desk.concerns import is_for_others
from service.web.pages.desk.frame import Notice, desk_of, page
from service.web.pages.desk.pieces import Piece
from service.web.pages.desk.said import reason_words, said_of
from service.web.route import Route
from service.web.shown.times import iso


class CommentQuery(BaseModel):
    """`conflict`: somebody else was first."""

    model_config = ConfigDict(extra="ignore")

    conflict: Literal["yes", ""] = ""
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision in words."""

    who: str
    what: str
    at: str
    moment: str
    reason: str
    decision: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class OldText:
    """An earlier text, with what was found in it."""

    number: int
    at: str
    pieces: Sequence[Piece]
    reasons: Sequence[Reason]


async def handle(call: Call) -> web.Response:
    """The newest text with what changed in it since the one that readers see."""
    return await comment_page(call, call.public_id())


async def comment_page(
    call: Call,
    public_id: str,
    *,
    notice: Notice | None = None,
    written: tuple[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    """The page of one comment. `written`: what was typed into which of its forms. Raises NotFound
    `unknown_comment`."""
    storage = call.services.storage
    story = await show_comment(public_id, token=call.moderator, storage=storage)
    card = desk_card(
        story.reviewed,
        call.language,
        call.moderator,
        status_shown=True,
        pieces=await changes_of(call, story.reviewed.comment, story.revisions),
        answers=await answered(call, story.reviewed.comment),
        history=story.decisions,
        is_others=await is_for_others(call, story.reviewed),
        written=written,
    )
    lines = [log_line(call.language, decision) for decision in story.decisions]
    if lines:
        lines[-1] = replace(
            lines[-1], undoable=card.can_decide and is_undoable(story.decisions[-1])
        )
    if getattr(call.query, "conflict", "") and lines:
        last = lines[-1]
        said = text(call.language, "desk.first", name=last.who, at=last.at, done=last.what)
        notice = Notice(said, "bad")
    old = [
        OldText(
            revision.number,
            when(call.language, revision.created_at),
            [Piece(revision.text)],
            reasons_of(findings, call.language),
        )
        for revision, findings in story.revisions[:-1]
    ]
    desk = desk_of(call, "/moderate/queue", notice=notice)
    parts = {"card": card, "log": lines[::-1], "old": old[::-1]}
    return page("comment", desk, status=status, **parts)


def log_line(language: str, decision: Decision) -> LogLine:
    """A decision as a line of the log."""
    reason = reason_words(language, decision.reason)
    told = decision.to_author and text(language, "desk.told_author", words=decision.to_author)
    said = " · ".join(each for each in (reason, decision.note, told) if each)
    return LogLine(
        who=decision.actor.name or text(language, f"desk.actor_{decision.actor.kind.value}"),
        what=said_of(language, decision),
        at=when(language, decision.at),
        moment=iso(decision.at),
        reason=said,
        decision=decision.public_id,
        undoable=False,
    )


ROUTE = Route(
    method="GET",
    path="/moderate/comments/{id}",
    name="desk_comment",
    summary="One comment on the desk.",
    access=Role.VIEWER,
    handler=handle,
    query=CommentQuery,
    responses={200: None},
    page=True,
)
