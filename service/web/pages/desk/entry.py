"""Coming in and going out: GET /moderate/, and the forms to sign in, with a link, and out."""

from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import ReactieError, Unauthorized
from service.domain.session import SignedIn
from service.usecases.end_session import end_session
from service.usecases.enrol import accept_invitation, become_owner
from service.usecases.reset_password import reset_password
from service.usecases.sign_in import sign_in
from service.web import cross_site
from service.web.call import Call
from service.web.errors import sentence_of, status_of
from service.web.kept_form import KeptForm, unseal
from service.web.pages.desk.frame import Notice, desk_of, go, own_path, page
from service.web.route import PERSON, PUBLIC, Route
from service.web.session_cookie import give_cookie, session_text, take_cookie
from service.web.signing_in import agent_of, email_of, name_of

LINKS = ("welcome", "invitation", "reset")


class EntryQuery(BaseModel):
    """Where to go on to, and what to say."""

    model_config = ConfigDict(extra="ignore")

    back: str | None = None
    said: str | None = None
    lang: str | None = None


class SignInForm(BaseModel):
    """What a person types to sign in."""

    model_config = ConfigDict(extra="forbid")

    email: str = ""
    password: str = ""
    code: str = ""
    back: str | None = None
    kept: str = ""


class LinkForm(BaseModel):
    """What a person types who came by a one-time link."""

    model_config = ConfigDict(extra="forbid")

    secret: str = ""
    name: str = ""
    email: str = ""
    password: str = ""


class SignOutForm(BaseModel):
    """Nothing but the session's own token."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None


async def enter(call: Call) -> web.Response:
    """To the queue, or to signing in."""
    return go("/moderate/queue" if session_text(call.request) else "/moderate/sign-in")


async def show_sign_in(call: Call) -> web.Response:
    """The form."""
    return _sign_in_page(call, call.query.back, {})


async def take_sign_in(call: Call) -> web.Response:
    """Signs in and goes on; else the form again, with what to mend. Passwords are not repeated."""
    cross_site.refuse_elsewhere(call.request)
    form: SignInForm = call.body
    services = call.services
    try:
        made = await sign_in(
            form.email.strip()[:254],
            form.password,
            form.code.strip() or None,
            agent=agent_of(call),
            network=call.network,
            gate=services.gate,
            storage=services.storage,
            clock=services.clock,
        )
    except ReactieError as error:
        needs_code = isinstance(error, Unauthorized) and error.field == "code"
        typed = {"email": form.email, "kept": form.kept}
        return _sign_in_page(call, form.back, typed, error=error, needs_code=needs_code)
    kept = unseal(form.kept, await services.storage.accounts.secret(), services.clock())
    if kept is not None:
        return _kept_page(call, made, kept)
    return _signed_in(call, made, own_path(form.back) or "/moderate/queue")


async def take_sign_out(call: Call) -> web.Response:
    """Ends the session here and on the server."""
    services = call.services
    await end_session(
        call.own_session.session.public_id,
        call.own_session,
        by=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    response = go("/moderate/sign-in", said="signed_out")
    take_cookie(response, call.request)
    return response


def _link_doors(kind: str) -> tuple[Route, Route]:
    async def show(call: Call) -> web.Response:
        return _link_page(call, kind, LinkForm())

    async def take(call: Call) -> web.Response:
        cross_site.refuse_elsewhere(call.request)
        form: LinkForm = call.body
        try:
            made = await _follow(call, kind, form)
        except ReactieError as error:
            return _link_page(call, kind, form, error)
        if made is None:
            return go("/moderate/sign-in", said="password_changed")
        return _signed_in(call, made, "/moderate/queue")

    path, name = f"/moderate/{kind}", f"desk_{kind}"
    return (
        _page("GET", path, name, show, query=EntryQuery),
        _page("POST", path, f"{name}_sent", take, body=LinkForm, form=True),
    )


async def _follow(call: Call, kind: str, form: LinkForm) -> SignedIn | None:
    services = call.services
    known: dict[str, Any] = {
        "network": call.network,
        "gate": services.gate,
        "storage": services.storage,
        "clock": services.clock,
    }
    secret = form.secret.strip().rpartition("#")[2]
    if kind == "reset":
        await reset_password(secret, form.password, **known)
        return None
    act = become_owner if kind == "welcome" else accept_invitation
    name, email = name_of(form.name), email_of(form.email)
    return await act(secret, name, email, form.password, agent=agent_of(call), **known)


def _signed_in(call: Call, made: SignedIn, path: str) -> web.Response:
    response = go(path)
    give_cookie(response, call.request, made.text)
    return response


def _kept_page(call: Call, made: SignedIn, kept: KeptForm) -> web.Response:
    """What was sent when the session was over, to be sent now or not."""
    call.session = made.opened
    response = page("kept", desk_of(call), kept=kept, back=kept.back or "/moderate/queue")
    give_cookie(response, call.request, made.text)
    return response


def _sign_in_page(
    call: Call,
    back: str | None,
    typed: dict[str, str],
    *,
    error: ReactieError | None = None,
    needs_code: bool = False,
) -> web.Response:
    return page(
        "sign_in",
        desk_of(call, notice=_wrong(call, error)),
        status=200 if error is None else status_of(error),
        back=own_path(back) or "",
        email=typed.get("email", ""),
        kept=typed.get("kept", ""),
        needs_code=needs_code,
    )


def _link_page(
    call: Call, kind: str, form: LinkForm, error: ReactieError | None = None
) -> web.Response:
    return page(
        "link",
        desk_of(call, notice=_wrong(call, error)),
        status=200 if error is None else status_of(error),
        kind=kind,
        form=form,
        field=None if error is None else error.field,
    )


def _wrong(call: Call, error: ReactieError | None) -> Notice | None:
    return None if error is None else Notice(sentence_of(error, call.language), "bad")


def _page(method: Any, path: str, name: str, handler: Any, **more: Any) -> Route:
    return Route(
        method,
        path,
        name,
        "The desk.",
        more.pop("access", PUBLIC),
        handler,
        {200: None},
        page=True,
        **more,
    )


ROUTES: tuple[Route, ...] = (
    _page("GET", "/moderate/", "desk_entry", enter),
    _page("GET", "/moderate", "desk_entry_typed", enter),
    _page("GET", "/moderate/sign-in", "desk_sign_in", show_sign_in, query=EntryQuery),
    _page(
        "POST", "/moderate/sign-in", "desk_sign_in_sent", take_sign_in, body=SignInForm, form=True
    ),
    _page(
        "POST",
        "/moderate/sign-out",
        "desk_sign_out",
        take_sign_out,
        access=PERSON,
        body=SignOutForm,
        form=True,
    ),
    *(route for kind in LINKS for route in _link_doors(kind)),
)
