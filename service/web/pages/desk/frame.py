"""What all pages of the desk have in common: the bar, who is signed in, and how they are sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from service.domain.identity import new_public_id
from service.domain.moderator import Role
from service.domain.reasons import REASONS
from service.domain.session import masked_csrf
from service.locales import text
from service.web import headers
from service.web.call import Call
from service.web.pages import templates
from service.web.session_cookie import is_local

FRAGMENT = "fragment=yes"
"""In an Accept header: only what has changed is wanted, for the script to put in its place."""

_HEADERS: Mapping[str, str] = {
    **headers.PAGE,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types reactie-desk"
    ),
    "Cache-Control": headers.NO_STORE,
    "Content-Type": headers.HTML,
}


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the desk, for those whose role covers `needed` somewhere."""

    name: str
    path: str
    needed: Role


ROOMS = (
    Room("queue", "/moderate/queue", Role.VIEWER),
    Room("threads", "/moderate/threads", Role.VIEWER),
    Room("rules", "/moderate/rules", Role.VIEWER),
    Room("log", "/moderate/log", Role.VIEWER),
    Room("statistics", "/moderate/statistics", Role.VIEWER),
    Room("people", "/moderate/people", Role.ADMIN),
    Room("settings", "/moderate/settings", Role.ADMIN),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence on top of a page. `kind` is `good`, `bad` or empty."""

    text: str
    kind: str = "good"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the frame shows. `here` is the page's own address, for forms to come back to; `once`
    tells forms that were sent twice from two."""

    language: str
    name: str | None
    csrf: str
    room: str
    rooms: tuple[Room, ...]
    here: str
    many_sites: bool = False
    notice: Notice | None = None
    reasons: tuple[str, ...] = REASONS
    once: str = field(default_factory=new_public_id)


def desk_of(call: Call, room: str = "", *, notice: Notice | None = None) -> Desk:
    """The frame around a page of this room, for whoever is signed in."""
    session = call.session
    highest = None if session is None else session.moderator.roles.highest
    rooms = tuple(each for each in ROOMS if highest is not None and highest.covers(each.needed))
    return Desk(
        language=call.language,
        name=None if session is None else session.moderator.name,
        csrf="" if session is None else masked_csrf(session),
        room=room,
        rooms=rooms,
        here=call.request.path_qs,
        notice=notice or _said(call),
    )


def page(template: str, desk: Desk, *, status: int = 200, **parts: Any) -> web.Response:
    """A page of the desk, or a part of one, made from a template."""
    html = templates.TEMPLATES.get_template(f"desk/{template}.html").render(
        desk=desk,
        say=lambda key, **params: text(desk.language, key, **params),
        **parts,
    )
    response = web.Response(body=html.encode(), status=status, headers=_HEADERS)
    response.headers["Vary"] = "Origin, Accept, Accept-Language, Cookie"
    return response


def go(path: str, **query: str) -> web.Response:
    """Sends the browser to another page of the desk, by GET."""
    location = f"{path}{'&' if '?' in path else '?'}{urlencode(query)}" if query else path
    return web.Response(status=303, headers={**_HEADERS, "Location": location})


def own_path(path: str | None) -> str | None:
    """The path if it is one of the desk's, else None."""
    if path is None or not path.startswith("/moderate/") or not path.isprintable():
        return None
    return None if "\\" in path or _LEADS_UP.search(path.partition("?")[0]) else path


def own_address(call: Call) -> str:
    """Where this service is, as the browser called it: `https://comments.example`."""
    # Behind a proxy that speaks TLS the request comes in without; nobody signs in without it.
    scheme = "http" if is_local(call.request) else "https"
    return f"{scheme}://{call.request.host}"


def wants_fragment(call: Call) -> bool:
    """Whether the desk's script asks, which puts the answer into the page."""
    return FRAGMENT in call.request.headers.get("Accept", "")


_LEADS_UP = re.compile(r"/(?:\.|%2e){1,2}(?:/|#|$)", re.IGNORECASE)

_SAID = (
    "block_done", "unblock_done", "note_done", "remove_note_done",
    "ended", "merged", "moved", "nothing", "password_changed", "saved", "signed_out",
    "thread_closed", "thread_opened", "unmerged",
)  # fmt: skip


def _said(call: Call) -> Notice | None:
    key = call.request.query.get("said", "")
    return Notice(text(call.language, f"desk.said_{key}")) if key in _SAID else None
