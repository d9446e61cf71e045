"""What goes wrong on the desk, told as a page; who is not signed in is sent to do so."""

from urllib.parse import quote, urlsplit

from aiohttp import web
from pydantic import BaseModel

from service.domain.errors import ReactieError, Unauthorized
from service.locales import text
from service.web.bodies import parse_body
from service.web.call import Call
from service.web.cross_site import ComesFrom, comes_from
from service.web.errors import extra_headers, sentence_of, status_of
from service.web.kept_form import KeptForm, pairs_of, seal
from service.web.pages.desk.frame import Notice, desk_of, go, own_path, page, wants_fragment
from service.web.session_cookie import session_text


def desk_trouble(error: ReactieError, call: Call, *, allowed: str | None = None) -> web.Response:
    """The answer to a person. Whoever was signed out comes back to where he was. `allowed` is the
    Allow header of a 405."""
    status = status_of(error)
    if isinstance(error, Unauthorized) and not wants_fragment(call):
        here = _here(call)
        was_here = session_text(call.request) is not None
        query = f"?back={quote(own_path(here) or '', safe='')}{'&said=ended' if was_here else ''}"
        return go(f"/moderate/sign-in{query}")
    notice = Notice(sentence_of(error, call.language), "bad")
    response = page("trouble", desk_of(call, notice=notice), status=status)
    response.headers.update(extra_headers(error, status, allowed))
    return response


async def signed_out(error: Unauthorized, route_body: type[BaseModel], call: Call) -> web.Response:
    """The answer to a form whose sender is signed out by now: he signs in on the spot, and what he
    sent is kept until then. A stranger's page cannot have anything kept."""
    services = call.services
    try:
        if comes_from(call.request) is not ComesFrom.OURS or wants_fragment(call):
            return desk_trouble(error, call)
        seconds = services.settings.body_seconds
        form = await parse_body(route_body, call.request, form=True, seconds=seconds)
        back = own_path(_here(call)) or ""
        kept = KeptForm(call.request.path, back, tuple(pairs_of(form)))
        secret = await services.storage.accounts.secret()
        sealed = seal(kept, secret, services.clock()) if kept.fields else None
    except ReactieError:
        return desk_trouble(error, call)
    if sealed is None:
        return desk_trouble(error, call)
    notice = Notice(text(call.language, "desk.said_kept"), "")
    return page(
        "sign_in",
        desk_of(call, notice=notice),
        status=status_of(error),
        back=back,
        kept=sealed,
        email="",
        needs_code=False,
    )


def _here(call: Call) -> str:
    """The page that the person had before him: of a form the one that it stood on, which our own
    pages have the browser tell (their Referrer-Policy)."""
    request = call.request
    if request.method in ("GET", "HEAD"):
        return request.path_qs
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
