"""POST /api/v1/admin/moderators/{id}/reset: a link to choose a new password by."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.domain.one_time_link import LinkKind
from service.usecases.offer_reset import offer_reset
from service.web.answers import answer
from service.web.call import Call
from service.web.link_path import link_path
from service.web.route import API, Example, Route
from service.web.shown.accounts import NewReset
from service.web.shown.times import iso


class OfferBody(BaseModel):
    """`second_factor`: `drop` for somebody who lost his app and his recovery codes too."""

    model_config = ConfigDict(extra="forbid", strict=True)

    second_factor: Literal["keep", "drop"]


async def handle(call: Call) -> web.Response:
    """The secret is shown only now. Until it is used the old password holds."""
    body: OfferBody = call.body
    link, secret = await offer_reset(
        call.public_id(),
        drops_second_factor=body.second_factor == "drop",
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    shown = NewReset(
        secret=secret, link=link_path(LinkKind.RESET, secret), expires_at=iso(link.expires_at)
    )
    return answer(shown, 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/moderators/{{id}}/reset",
    name="offer_reset",
    summary="A link by which a moderator chooses a new password.",
    access=Role.OWNER,
    handler=handle,
    body=OfferBody,
    responses={201: NewReset},
    errors={
        403: ("beyond_own_roles",),
        404: ("unknown_moderator",),
        409: ("own_account",),
    },
    example=Example(path={"id": "0" * 32}, body={"second_factor": "keep"}),
)
