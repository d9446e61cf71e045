"""What every act that opens a session reads of the request, and answers."""

from aiohttp import web

from service.domain.errors import Invalid
from service.domain.session import SignedIn
from service.usecases.create_token import NAME_MAX
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.session_cookie import give_cookie
from service.web.shown.accounts import own_session

AGENT_MAX = 200


async def answer_signed_in(call: Call, made: SignedIn, status: int = 201) -> web.Response:
    """The session, with the cookie that holds it."""
    sites = await call.services.storage.sites.all()
    response = answer(own_session(made.opened, sites), status, private=True)
    give_cookie(response, call.request, made.text)
    return response


def agent_of(call: Call) -> str | None:
    """What the browser calls itself, as far as it can be shown."""
    sent = call.request.headers.get("User-Agent", "")[:AGENT_MAX]
    return "".join(sign for sign in sent if sign.isprintable()).strip() or None


def name_of(value: str) -> str:
    """A person's name. Raises Invalid `bad_name`, `too_long`, `control_character`."""
    name = typed.line("name", value, NAME_MAX)
    if name is None:
        raise Invalid("bad_name", "name", limit=NAME_MAX)
    return name


def email_of(value: str) -> str:
    """The address to sign in with. Raises Invalid `bad_email` and what `typed.line` does."""
    email = typed.email(value)
    if email is None:
        raise Invalid("bad_email", "email")
    return email
