"""GET /api/v1/admin/second-factor: whether codes are asked for, and a secret to begin with."""

from aiohttp import web

from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Route
from service.web.shown.accounts import OfferedSecondFactor


async def handle(call: Call) -> web.Response:
    """Stores nothing: the secret counts from when it is sent back with a code."""
    gate, moderator = call.services.gate, call.own_session.moderator
    secret = gate.codes.new_secret()
    offered = OfferedSecondFactor(
        on=moderator.totp_secret is not None,
        secret=secret,
        uri=gate.codes.uri(secret, moderator.email),
        recovery_codes=await call.services.storage.accounts.recovery_codes(moderator.id),
    )
    return answer(offered, private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/second-factor",
    name="offer_second_factor",
    summary="Whether one-time codes are asked for, and a fresh secret for an app.",
    access=PERSON,
    handler=handle,
    responses={200: OfferedSecondFactor},
)
