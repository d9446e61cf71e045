"""GET /healthz and /readyz: whether the process lives, and whether it can do its work."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import Unavailable
from service.web.answers import answer
from service.web.call import Call
from service.web.route import PUBLIC, Route


class Health(BaseModel):
    """The process answers."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """The database answers too, and the service is not stopping."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["ready"] = "ready"


async def health(call: Call) -> web.Response:  # noqa: ARG001 -- it asks nobody
    """Touches no database: a process must not be restarted because that one is away."""
    return answer(Health())


async def readiness(call: Call) -> web.Response:
    """Raises Unavailable while no work should be sent here."""
    if call.services.stopping.is_set() or not await call.services.storage.is_ready():
        raise Unavailable
    return answer(Readiness())


HEALTH = Route(
    method="GET",
    path="/healthz",
    name="health",
    summary="The process is alive.",
    access=PUBLIC,
    handler=health,
    responses={200: Health},
)

READINESS = Route(
    method="GET",
    path="/readyz",
    name="readiness",
    summary="The service can take work: its database answers.",
    access=PUBLIC,
    handler=readiness,
    responses={200: Readiness},
)
