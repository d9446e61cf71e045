"""Who stands at a door: a program with a bearer token, or a person with a session's cookie.

A browser sends its cookie along whoever made the request, so a cookie opens nothing unless the
request comes from a page of ours: the browser says so (Sec-Fetch-Site, Origin), or the request
carries the session's own token. A bearer token is sent only by who has it, and needs none of that.
"""

from typing import Any

from service.domain.errors import Forbidden
from service.domain.moderator import Principal, Role
from service.domain.session import csrf_matches
from service.usecases.authenticate_session import authenticate_session, note_session
from service.usecases.authenticate_token import authenticate_token, behind_door
from service.web import cross_site
from service.web.call import Call
from service.web.route import PERSON, Route
from service.web.session_cookie import session_text

CSRF_HEADER = "X-CSRF-Token"


async def admit(route: Route, call: Call) -> None:
    """Notes who acts, on a route that asks for a role or a person; other routes let all in.

    Raises Unauthorized `bad_token`, `token_expired`, `session_ended`; Forbidden `role_too_low`,
    `session_required`, `foreign_request`.
    """
    if route.role is None and route.access != PERSON:
        return
    cookie = session_text(call.request)
    if "Authorization" in call.request.headers or cookie is None:
        await _program(route, call)
    else:
        await _person(route, call, cookie)


async def check_form(call: Call) -> None:
    """After the body was read: Raises Forbidden `csrf_required` for a change by cookie of which
    nothing shows that a page of ours asked for it. Then notes that the session is in use."""
    if call.session is None or call.request.method in ("GET", "HEAD"):
        return
    if call.lacks_csrf and not csrf_matches(getattr(call.body, "csrf", None), call.session):
        raise Forbidden("csrf_required")
    await note_session(call.session, storage=call.services.storage, clock=call.services.clock)


async def admit_again(needed: Role, call: Call) -> None:
    """After a body that was long on its way: the same for a role that may be gone meanwhile, as may
    the session or the token. Raises as `admit`."""
    services = call.services
    known: dict[str, Any] = {"storage": services.storage, "clock": services.clock}
    if call.session is None:
        acting: Principal = await authenticate_token(call.bearer(), **known)
    else:
        cookie = session_text(call.request) or ""
        opened = await authenticate_session(cookie, watch=services.gate.watch, **known)
        acting = opened.moderator
    call.principal = behind_door(acting, needed, call.network)


async def _program(route: Route, call: Call) -> None:
    text = call.bearer()
    if route.access == PERSON:
        raise Forbidden("session_required")
    services = call.services
    token = await authenticate_token(text, storage=services.storage, clock=services.clock)
    _enter(route, call, token)


async def _person(route: Route, call: Call, cookie: str) -> None:
    services = call.services
    call.session = await authenticate_session(
        cookie,
        watch=services.gate.watch,
        storage=services.storage,
        clock=services.clock,
        in_use=not route.unattended,
    )
    comes_from = cross_site.comes_from(call.request)
    if comes_from is cross_site.ComesFrom.ELSEWHERE:
        raise Forbidden("foreign_request")
    shown = call.request.headers.get(CSRF_HEADER)
    call.lacks_csrf = comes_from is cross_site.ComesFrom.UNKNOWN and not csrf_matches(
        shown, call.session
    )
    _enter(route, call, call.session.moderator)


def _enter(route: Route, call: Call, principal: Principal) -> None:
    call.principal = behind_door(principal, route.role or Role.VIEWER, call.network)
