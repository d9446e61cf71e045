"""Where a visitor goes after he sent a form without JavaScript: back to the page, and nowhere
that is not proven to be the site's or ours."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from service.domain.comment import Status
from service.domain.errors import Invalid
from service.domain.page_key import page_address
from service.locales import text
from service.web import headers
from service.web.call import Call
from service.web.cross_site import is_own
from service.web.pages import notice

_NOTICES = {Status.APPROVED: "posted", Status.PENDING: "held"}
_MESSAGES = {Status.APPROVED: "post.approved", Status.PENDING: "post.held"}
_OWN_PAGES = ("/demo",)
_GONE_AFTER_POST = ("parent", "reactie")


def after_form(call: Call, status: Status, page: str | None) -> web.Response:
    """Sends the visitor back with `?reactie=held|posted|rejected`, which the page may speak of;
    where no page is known to go to, says it here."""
    target = way_back(call, page)
    if target is None:
        return notice.notice_page(
            call, text(call.language, _MESSAGES.get(status, "post.rejected")), 200
        )
    parts = urlsplit(target)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in _GONE_AFTER_POST
    ]
    query = urlencode([*kept, ("reactie", _NOTICES.get(status, "rejected"))])
    location = urlunsplit(parts._replace(query=query, fragment="reactie"))
    return web.Response(
        status=303,
        headers={**headers.PAGE, "Cache-Control": headers.NO_STORE, "Location": location},
    )


def way_back(call: Call, page: str | None) -> str | None:
    """The address of our own page that the form was on, else the page commented on, else the
    page of the site's that the form was on; None when there is none of these."""
    referer = call.request.headers.get("Referer", "")
    try:
        parts = urlsplit(referer)
    except ValueError:
        return page
    if parts.path in _OWN_PAGES and is_own(call.request, f"{parts.scheme}://{parts.netloc}"):
        return urlunsplit(("", "", parts.path, parts.query, ""))
    if page is not None or call.site is None or not referer.startswith(("http://", "https://")):
        return page
    try:
        return page_address(call.site, referer).url
    except Invalid:
        return None
