"""POST /api/v1/comments: hand in a comment, as JSON or from an HTML form."""

import asyncio
import re

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.comment import Author, Status, Submission
from service.domain.errors import Invalid
from service.domain.page_key import page_address
from service.domain.ports import Renderer
from service.domain.refusal import told_status
from service.domain.site import Site
from service.locales import text
from service.usecases.post_comment import Posted, post_comment
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.cross_site import refuse_foreign
from service.web.form_token import form_age_ms
from service.web.idempotency_key import idempotency_key
from service.web.pages.after_form import after_form, way_back
from service.web.preferences import prefers_page
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.comment import PostedComment, just_posted
from service.web.shown.times import iso

TEXT_MAX = 20_000
"""Code points. The rules judge what is too long for a comment; beyond this nobody judges."""

RENDERED_AT_ONCE = 300
"""Code points that cost less to render than to hand to another thread, even the worst of them."""

MESSAGES = {Status.APPROVED: "post.approved", Status.PENDING: "post.held"}

_PUBLIC_ID = re.compile(r"[0-9a-f]{32}")


class CommentBody(BaseModel):
    """A comment as handed in. `subject` is the field that people never see: leave it empty.
    `device` is a random token that the browser keeps; `form` comes with our own forms."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str
    post: str
    text: str
    post_title: str | None = None
    parent: str | None = None
    name: str | None = None
    email: str | None = None
    website: str | None = None
    lang: str | None = None
    device: str | None = None
    subject: str | None = None
    form: str | None = None


async def handle(call: Call) -> web.Response:
    """Answers 201 when the comment is public at once, 202 when it waits or was turned away."""
    posted, submission = await take_comment(call, call.body)
    site = await call.on_site(submission.site)
    if call.is_form and prefers_page(call.request):
        return after_form(call, posted.comment.status, page_address(site, submission.post).url)
    return await _answer(call, posted, submission, site)


async def take_comment(call: Call, body: CommentBody) -> tuple[Posted, Submission]:
    """Takes in what was sent, from wherever it may come. Raises what `post_comment` does, and
    Forbidden `foreign_origin`, TooMany, and Invalid for what no comment can hold."""
    services = call.services
    services.limiter.check_address(call.request)
    site = await call.on_site(body.site)
    await refuse_foreign(call.request, site, services.storage)
    call.back = way_back(call, None)
    submission = _submission(call, body, site)
    posted = await post_comment(
        submission,
        idempotency_key=idempotency_key(call.request),
        storage=services.storage,
        clock=services.clock,
        rule_book=services.rule_book,
    )
    return posted, submission


async def _answer(call: Call, posted: Posted, submission: Submission, site: Site) -> web.Response:
    comment = posted.comment
    html = None
    # A repeated request may find an edited comment: what it brought is not what readers see.
    if comment.status is Status.APPROVED and comment.published == 1:
        html = await _rendered(call.services.renderer, submission.text)
    return answer(
        PostedComment(
            id=comment.public_id,
            status=told_status(comment.status),
            post=posted.thread.key,
            token=posted.token,
            created_at=iso(comment.created_at),
            message=text(call.language, MESSAGES.get(comment.status, "post.rejected")),
            comment=just_posted(comment, submission.parent, html, site),
        ),
        201 if comment.status is Status.APPROVED else 202,
        private=True,
    )


async def _rendered(renderer: Renderer, text: str) -> str:
    if len(text) <= RENDERED_AT_ONCE:
        return renderer.render(text)
    return await asyncio.to_thread(renderer.render, text)


def _submission(call: Call, body: CommentBody, site: Site) -> Submission:
    if len(body.post) > 2_000:
        raise Invalid("too_long", "post", limit=2_000)
    limiter, clock = call.services.limiter, call.services.clock
    device = typed.line("device", body.device, 200)
    key = page_address(site, body.post).key
    return Submission(
        site=site.slug,
        post=body.post,
        text=typed.many_lines("text", body.text, TEXT_MAX),
        author=Author(
            name=typed.line("name", body.name, 80),
            email=typed.email(body.email),
            website=typed.website(body.website),
        ),
        network=limiter.network(call.request),
        post_title=typed.line("post_title", body.post_title, 300),
        parent=_parent(body.parent),
        language=typed.language(body.lang),
        device=device,
        trap=body.subject or "",
        form_age_ms=form_age_ms(site, body.form, clock()),
        over_budget=limiter.over_budget(call.request, site.id, key, device),
    )


def _parent(typed_id: str | None) -> str | None:
    if not typed_id:
        return None
    if not _PUBLIC_ID.fullmatch(typed_id):
        raise Invalid("unknown_parent", "parent")
    return typed_id


ROUTE = Route(
    method="POST",
    path=f"{API}/comments",
    name="post_comment",
    summary="Post a comment. 201: it is public. 202: it waits for a moderator, or was turned away.",
    access=PUBLIC,
    handler=handle,
    body=CommentBody,
    form=True,
    cors=True,
    responses={200: None, 201: PostedComment, 202: PostedComment, 303: None},
    errors={
        400: ("bad_idempotency_key",),
        403: ("foreign_origin",),
        404: ("unknown_site",),
        409: ("idempotency_key_taken",),
        422: (
            "bad_email",
            "bad_language",
            "bad_page",
            "bad_website",
            "control_character",
            "empty",
            "foreign_page",
            "idempotency_key_reused",
            "refused",
            "thread_closed",
            "too_long",
            "trap",
            "unknown_parent",
        ),
        429: ("too_fast",),
    },
    example=Example(
        body={
            "site": "blog",
            "post": "/2015/02/co-creatie.html",
            "post_title": "Co-creatie",
            "name": "Jan",
            "text": "Mooi **stuk**.",
        }
    ),
)
