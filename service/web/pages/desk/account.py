"""GET /moderate/account: one's own password, second factor and sessions."""

import re
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import ReactieError
from service.locales import when
from service.usecases.change_password import change_password
from service.usecases.end_session import end_session
from service.usecases.review_accounts import list_sessions
from service.usecases.turn_off_second_factor import turn_off_second_factor
from service.usecases.turn_on_second_factor import turn_on_second_factor
from service.web.call import Call
from service.web.errors import sentence_of, status_of
from service.web.pages.desk.frame import Notice, desk_of, go, page
from service.web.route import PERSON, Route
from service.web.session_cookie import give_cookie

ROOM = "/moderate/account"

_SECRET = re.compile("[A-Z2-7]{16,64}")


class AccountQuery(BaseModel):
    """What to say."""

    model_config = ConfigDict(extra="ignore")

    said: str | None = None
    lang: str | None = None


class AccountForm(BaseModel):
    """One of the page's forms; `act` tells which."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    act: Literal["password", "factor_on", "factor_off", "end"]
    password: str = ""
    new_password: str = ""
    secret: str = ""
    code: str = ""
    session: str = ""


async def show(call: Call) -> web.Response:
    """The page."""
    return await _page(call)


async def take(call: Call) -> web.Response:
    """Does what the form asks; what went wrong is said on top."""
    form: AccountForm = call.body
    try:
        return await _ACTS[form.act](call, form)
    except ReactieError as error:
        notice = Notice(sentence_of(error, call.language), "bad")
        status = status_of(error)
        return await _page(call, notice=notice, status=status, secret=_kept(form.secret))


async def _password(call: Call, form: AccountForm) -> web.Response:
    made = await change_password(
        call.own_session, form.password, form.new_password, **_known(call, with_gate=True)
    )
    response = go(ROOM, said="password_changed")
    give_cookie(response, call.request, made.text)
    return response


async def _factor_on(call: Call, form: AccountForm) -> web.Response:
    codes = await turn_on_second_factor(
        call.own_session, form.password, form.secret, form.code, **_known(call, with_gate=True)
    )
    return await _page(call, codes=list(codes), factor=True)


async def _factor_off(call: Call, form: AccountForm) -> web.Response:
    await turn_off_second_factor(
        call.own_session, form.password, form.code, **_known(call, with_gate=True)
    )
    return go(ROOM, said="saved")


async def _end(call: Call, form: AccountForm) -> web.Response:
    services = call.services
    await end_session(
        form.session,
        call.own_session,
        by=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    return go(ROOM, said="ended")


def _kept(secret: str) -> str | None:
    """The secret that the person has put into his app already, when a try failed."""
    return secret if _SECRET.fullmatch(secret) else None


def _known(call: Call, *, with_gate: bool) -> dict[str, Any]:
    services = call.services
    known: dict[str, Any] = {"storage": services.storage, "clock": services.clock}
    return known | ({"gate": services.gate, "network": call.network} if with_gate else {})


async def _page(
    call: Call,
    *,
    codes: list[str] | None = None,
    factor: bool | None = None,
    notice: Notice | None = None,
    secret: str | None = None,
    status: int = 200,
) -> web.Response:
    services, opened = call.services, call.own_session
    sessions = await list_sessions(
        opened,
        everybodys=False,
        by=call.moderator,
        watch=services.gate.watch,
        storage=services.storage,
        clock=services.clock,
    )
    secret = secret or services.gate.codes.new_secret()
    return page(
        "account",
        desk_of(call, ROOM, notice=notice),
        status=status,
        moderator=opened.moderator,
        factor=opened.moderator.totp_secret is not None if factor is None else factor,
        secret=secret,
        uri=services.gate.codes.uri(secret, opened.moderator.email),
        codes=codes,
        sessions=[
            {
                "id": session.public_id,
                "agent": session.agent or "?",
                "at": when(call.language, session.created_at),
                "current": session.public_id == opened.session.public_id,
            }
            for session, _ in sessions
        ],
    )


_ACTS = {"password": _password, "factor_on": _factor_on, "factor_off": _factor_off, "end": _end}


def _route(method: Any, name: str, handler: Any, **more: Any) -> Route:
    return Route(
        method, ROOM, name, "One's own account.", PERSON, handler, {200: None}, page=True, **more
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", "desk_account", show, query=AccountQuery),
    _route("POST", "desk_account_sent", take, body=AccountForm, form=True),
)
