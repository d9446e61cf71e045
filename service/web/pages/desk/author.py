"""/moderate/comments/{id}/author: who wrote a comment, as far as that is known; blocks, notes."""

from collections.abc import Sequence
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.author import Block, MarkKind, Neighbour
from service.domain.comment_ports import ReviewedComment
from service.domain.errors import Invalid, ReactieError
from service.domain.moderator import Role
from service.domain.reasons import REASONS
from service.locales import text, when
from service.usecases.block_author import MONTH_MS, block_author
from service.usecases.note_author import TEXT_MAX, note_author
from service.usecases.remove_author_note import remove_author_note
from service.usecases.show_author import AuthorPanel, show_author
from service.usecases.unblock_author import unblock_author
from service.web import typed
from service.web.admin.authors.block_author import REASON_MAX
from service.web.admin.authors.note_author import note_text
from service.web.call import Call
from service.web.errors import sentence_of, status_of
from service.web.pages.desk.cards import excerpt_of, name_of
from service.web.pages.desk.days import DAY_MS, day_end
from service.web.pages.desk.frame import Notice, desk_of, go, page
from service.web.pages.desk.said import reason_words
from service.web.route import Route
from service.web.shown.times import iso

SPANS = {"day": DAY_MS, "week": 7 * DAY_MS, "month": MONTH_MS}


class AuthorQuery(BaseModel):
    """What to say."""

    model_config = ConfigDict(extra="ignore")

    said: str | None = None
    lang: str | None = None


class AuthorForm(BaseModel):
    """One of the page's forms. `span` says how long a block lasts: `until` the end of a day, for
    `ever`, or so long from now. `id` is the block or note to remove."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    act: Literal["block", "unblock", "note", "remove_note"]
    id: str = ""
    kind: MarkKind | Literal[""] = ""
    span: Literal["day", "week", "month", "until", "ever"] = "month"
    until: str = ""
    reason: str = ""
    text: str = ""


async def show(call: Call) -> web.Response:
    """The page."""
    return await _page(call)


async def take(call: Call) -> web.Response:
    """Does what the form asks, and leads back to the page."""
    form: AuthorForm = call.body
    services = call.services
    known: dict[str, Any] = {
        "by": call.moderator,
        "storage": services.storage,
        "clock": services.clock,
    }
    try:
        if form.act == "block":
            await _block(call, form, known)
        elif form.act == "note":
            await note_author(call.public_id(), note_text(form.text), **known)
        else:
            remove = unblock_author if form.act == "unblock" else remove_author_note
            await remove(form.id, **known)
    except Invalid as error:
        return await _page(call, error, form)
    return go(call.request.path, said=f"{form.act}_done")


async def _block(call: Call, form: AuthorForm, known: dict[str, Any]) -> None:
    if not form.kind:
        raise Invalid("no_such_mark", "kind")
    await block_author(
        call.public_id(),
        MarkKind(form.kind),
        until=_until(form, call.services.clock()),
        reason=typed.line("reason", form.reason, REASON_MAX),
        **known,
    )


def _until(form: AuthorForm, now: int) -> int | None:
    if form.span == "ever":
        return None
    if form.span != "until":
        return now + SPANS[form.span]
    return day_end("until", form.until)


async def _page(
    call: Call, error: ReactieError | None = None, form: AuthorForm | None = None
) -> web.Response:
    """With what was typed into the `form` that could not be."""
    services = call.services
    panel = await show_author(
        call.public_id(),
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
        rule_book=services.rule_book,
    )
    notice = None if error is None else Notice(sentence_of(error, call.language), "bad")
    role = call.moderator.roles.on(panel.reviewed.comment.site_id)
    return page(
        "author",
        desk_of(call, "/moderate/queue", notice=notice),
        status=200 if error is None else status_of(error),
        author=_author(call, panel),
        others=panel.neighbours.count,
        neighbours=[_neighbour(call, each) for each in panel.neighbours.newest],
        own=_lines(call, panel.own),
        namesakes=_lines(call, panel.namesakes),
        blocks=[block_line(call.language, each) for each in panel.blocks],
        notes=[
            {"id": each.public_id, "kind": each.mark.kind.value, "text": each.text,
             "by": each.by_name, "at": when(call.language, each.at), "moment": iso(each.at)}
            for each in panel.notes
        ],
        marks=[mark.kind.value for mark in panel.marks],
        spans=[*SPANS, "until", "ever"],
        reasons=REASONS,
        said=form or AuthorForm(act="block", kind=_surest(panel)),
        is_blocking=form is not None and form.act == "block",
        reason_max=REASON_MAX,
        note_max=TEXT_MAX,
        can_decide=role is not None and role.covers(Role.MODERATOR),
    )  # fmt: skip


def _surest(panel: AuthorPanel) -> MarkKind | Literal[""]:
    """Whom to offer to block first: the one who is proven, else whom a moderator chooses."""
    kinds = [mark.kind for mark in panel.marks]
    return MarkKind.IDENTITY if MarkKind.IDENTITY in kinds else ""


def block_line(language: str, block: Block) -> dict[str, Any]:
    """A block in words."""
    return {
        "id": block.public_id,
        "kind": block.mark.kind.value,
        "label": block.label,
        "until": None if block.until is None else when(language, block.until),
        "reason": reason_words(language, block.reason),
        "comment": block.comment,
        "by": block.by_name,
        "at": when(language, block.at),
        "moment": iso(block.at),
    }


def _author(call: Call, panel: AuthorPanel) -> dict[str, Any]:
    reviewed, language = panel.reviewed, call.language
    typed_by, identity = reviewed.comment.author, reviewed.identity
    trust = panel.trust
    kind = "none" if not trust.asked else "given" if trust.given else "wanted"
    return {
        "comment": reviewed.comment.public_id,
        "name": name_of(reviewed, language),
        "email": typed_by.email,
        "website": typed_by.website,
        "typed": typed_by.email or typed_by.name,
        "proven": identity is not None,
        "approved": identity.approved if identity else 0,
        "rejected": identity.rejected if identity else 0,
        "first": None if panel.first_seen is None else when(language, panel.first_seen),
        "trust": text(
            language, f"desk.trust_{kind}", approvals=trust.approvals, links=trust.links
        ),
    }  # fmt: skip


def _lines(call: Call, found: Sequence[ReviewedComment]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.comment.public_id,
            "name": name_of(each, call.language),
            "status": each.comment.status.value,
            "text": excerpt_of(each),
            "at": when(call.language, each.comment.created_at),
            "moment": iso(each.comment.created_at),
        }
        for each in found
    ]


def _neighbour(call: Call, each: Neighbour) -> dict[str, Any]:
    return {
        "name": each.name or text(call.language, "page.anonymous"),
        "proven": each.proven,
        "comments": each.comments,
        "newest": each.newest,
    }


def _route(method: Any, name: str, handler: Any, role: Role, **more: Any) -> Route:
    path = "/moderate/comments/{id}/author"
    return Route(method, path, name, "An author.", role, handler, {200: None}, page=True, **more)


ROUTES: tuple[Route, ...] = (
    _route("GET", "desk_author", show, Role.VIEWER, query=AuthorQuery),
    _route("POST", "desk_author_sent", take, Role.MODERATOR, body=AuthorForm, form=True),
)
