"""GET and POST /c/{link}: one's own comment, by the secret link that its author was given.

Tells where the comment stands, and lets its author change it, withdraw it, or appeal. The link is
`{id}.{token}`: who has it is the author. It is given to nobody else, and no page that it leads to
is told of it (`Referrer-Policy`).
"""

import asyncio
import re
from typing import Any, Literal
from urllib.parse import urlencode

from aiohttp import web
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from service.domain.comment import Status
from service.domain.errors import Forbidden, ReactieError
from service.locales import span, text, when
from service.usecases.edit_comment import edit_comment
from service.usecases.make_appeal import make_appeal
from service.usecases.own_comment import OwnComment, own_comment
from service.usecases.waiting_time import COUNTED, waiting_time
from service.usecases.withdraw_comment import withdraw_comment
from service.web import headers, typed
from service.web.call import Call
from service.web.cross_site import refuse_elsewhere
from service.web.errors import extra_headers, sentence_of, status_of
from service.web.pages import templates
from service.web.public.make_appeal import TEXT_MAX as APPEAL_MAX
from service.web.public.post_comment import TEXT_MAX
from service.web.route import PUBLIC, Route

SAID = {
    "edit": "edited",
    "resubmit": "resubmitted",
    "withdraw": "withdrawn",
    "appeal": "appealed",
}

_LINK = re.compile(r"([0-9a-f]{32})\.([A-Za-z0-9_-]{1,100})")
_HEADERS = {
    **headers.PAGE,
    # The host alone. With no-referrer a browser sends `Origin: null` with the page's own forms.
    "Referrer-Policy": "strict-origin",
    "Cache-Control": headers.AS_IT_IS,
    "Content-Type": headers.HTML,
    "X-Robots-Tag": "noindex",
}


class OwnPageQuery(BaseModel):
    """`said`: what was just done."""

    model_config = ConfigDict(extra="ignore")

    said: Literal["", "posted", "edited", "resubmitted", "withdrawn", "appealed"] = ""
    lang: str | None = None


class OwnForm(BaseModel):
    """One of the page's forms."""

    model_config = ConfigDict(extra="forbid")

    act: Literal["edit", "resubmit", "withdraw", "appeal"]
    text: str = ""


def own_path(public_id: str, token: str) -> str:
    """The secret link of a comment, on this host."""
    return f"/c/{public_id}.{token}"


async def show(call: Call) -> web.Response:
    """Where the comment stands."""
    return await _page(call)


async def take(call: Call) -> web.Response:
    """Does what the form asks, and shows what became of it; or what is wrong, with what was
    written."""
    refuse_elsewhere(call.request)
    form: OwnForm = call.body
    public_id, token = _link(call)
    try:
        await _do(call, form, public_id, token)
    except ReactieError as error:
        return await _page(call, form, error)
    said = SAID[form.act]
    lang = {"lang": call.query.lang} if call.query.lang else {}
    location = f"{own_path(public_id, token)}?{urlencode({'said': said, **lang})}"
    return web.Response(status=303, headers={**_HEADERS, "Location": location})


async def _do(call: Call, form: OwnForm, public_id: str, token: str) -> None:
    services = call.services
    services.limiter.check_address(call.request)
    known: dict[str, Any] = {"storage": services.storage, "clock": services.clock}
    if form.act == "withdraw":
        await withdraw_comment(public_id, token, **known)
        return
    if form.act == "appeal":
        words = typed.many_lines("text", form.text, APPEAL_MAX)
        await make_appeal(public_id, token, words, **known)
        return
    own = await own_comment(public_id, token, storage=services.storage)
    limiter = services.limiter
    await edit_comment(
        public_id,
        token,
        typed.many_lines("text", form.text, TEXT_MAX),
        **known,
        rule_book=services.rule_book,
        over_budget=limiter.over_budget(call.request, own.site.id, own.thread.key, None),
    )


async def _page(
    call: Call, form: OwnForm | None = None, error: ReactieError | None = None
) -> web.Response:
    services = call.services
    public_id, token = _link(call)
    own = await own_comment(public_id, token, storage=services.storage)
    call.site = own.site
    language = call.language
    html = await asyncio.to_thread(services.renderer.render, own.revision.text)
    until = own.comment.created_at + own.site.edit_minutes * 60_000
    is_editable = own.comment.status in (Status.PENDING, Status.APPROVED)
    kept = {"lang": call.query.lang} if call.query.lang else {}
    page = templates.TEMPLATES.get_template("own_comment.html").render(
        say=lambda key, **params: text(language, key, **params),
        language=language,
        own=own,
        # The renderer's HTML is sanitised; everything else is escaped by the template.
        html=Markup(html),  # noqa: S704
        standing=await _standing(call, own, language),
        said=text(language, f"own.said_{call.query.said}") if call.query.said else None,
        wrong=None if error is None else sentence_of(error, language),
        act=form.act if form else "",
        written=form.text if form else None,
        editable_until=when(language, until) if is_editable and services.clock() <= until else None,
        can_withdraw=own.comment.status is not Status.DELETED,
        here=f"{own_path(public_id, token)}{'?' if kept else ''}{urlencode(kept)}",
        back=f"/p/{own.site.slug}?{urlencode({'post': own.thread.key, **kept})}",
    )
    status = 200 if error is None else status_of(error)
    response = web.Response(body=page.encode(), status=status, headers=_HEADERS)
    if error is not None:
        response.headers.update(extra_headers(error, status))
    return response


async def _standing(call: Call, own: OwnComment, language: str) -> list[str]:
    """Where it stands, in sentences. Why it was turned away stays coarse (`domain.refusal`)."""
    status = own.comment.status
    if status is Status.PENDING:
        waits = await waiting_time(own, storage=call.services.storage)
        more = waits.ahead >= COUNTED
        place = text(language, "own.ahead_many" if more else "own.ahead", n=waits.ahead)
        typical = waits.typical_ms
        shown = "own.waits_edit" if own.comment.published is not None else "own.waits"
        said = [text(language, shown), place]
        if typical is not None:
            said.append(text(language, "own.typical", t=span(language, max(typical, 60_000))))
        return said
    if own.refusal is None:
        return [text(language, "own.gone" if status is Status.DELETED else "own.public")]
    keys = {Status.APPROVED: "own.edit_refused", Status.DELETED: "own.removed"}
    why = text(language, f"own.reason_{own.refusal.reason}")
    return [text(language, keys.get(status, "own.refused")), why]


def _link(call: Call) -> tuple[str, str]:
    """The comment's id and its token. Raises Forbidden `bad_token` for what is no link."""
    found = _LINK.fullmatch(call.request.match_info["link"])
    if found is None:
        raise Forbidden("bad_token")
    return found[1], found[2]


def _route(method: Any, name: str, handler: Any, **more: Any) -> Route:
    return Route(
        method=method,
        path="/c/{link}",
        name=name,
        summary="One's own comment on a page, by its secret link.",
        access=PUBLIC,
        handler=handler,
        query=OwnPageQuery,
        content_type="text/html",
        **more,
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", "own_page", show, responses={200: None}),
    _route(
        "POST",
        "own_page_sent",
        take,
        body=OwnForm,
        form=True,
        responses={303: None},
    ),
)
