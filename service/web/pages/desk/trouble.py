"""What goes wrong on the desk, told as a page; who is not signed in is sent to do so."""

from urllib.parse import quote, urlsplit

from aiohttp import web

from service.domain.errors import ReactieError, Unauthorized
from service.web.call import Call
from service.web.errors import extra_headers, sentence_of, status_of
from service.web.pages.desk.frame import Notice, desk_of, go, own_path, page, wants_fragment
from service.web.session_cookie import session_text


def desk_trouble(error: ReactieError, call: Call) -> web.Response:
    """The answer to a person. Whoever was signed out comes back to where he was."""
    status = status_of(error)
    if isinstance(error, Unauthorized) and not wants_fragment(call):
        here = _here(call)
        was_here = session_text(call.request) is not None
        query = f"?back={quote(own_path(here) or '', safe='')}{'&said=ended' if was_here else ''}"
        return go(f"/moderate/sign-in{query}")
    notice = Notice(sentence_of(error, call.language), "bad")
    response = page("trouble", desk_of(call, notice=notice), status=status)
    response.headers.update(extra_headers(error, status))
    return response


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
