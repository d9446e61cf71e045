"""POST /api/v1/admin/rule-sets/{version}/state: into force, into the shadow, or out of it."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.domain.rule_version import RuleState
from service.usecases.move_rule_set import move_rule_set
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import ShownVersion, shown_version


class StateBody(BaseModel):
    """The state that the version shall have; `replay` names the replay that was looked at."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str
    state: Literal["draft", "shadow", "active", "retired"]
    replay: str | None = None


async def handle(call: Call) -> web.Response:
    """The version that had the state before makes way. An older version can come back."""
    body: StateBody = call.body
    site = await call.on_own_site(body.site)
    moved = await move_rule_set(
        site,
        call.version(),
        RuleState(body.state),
        replay=body.replay,
        needs_replay=call.services.settings.rules_need_replay,
        token=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(shown_version(moved), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/rule-sets/{{version}}/state",
    name="move_rule_set",
    summary="Judge by a version, try it in the shadow, or do neither any more.",
    access=Role.ADMIN,
    handler=handle,
    body=StateBody,
    responses={200: ShownVersion},
    errors={
        404: ("unknown_rule_set", "unknown_site"),
        409: ("in_force",),
        422: ("bad_rule_set", "control_character", "replay_required", "wrong_replay"),
    },
    example=Example(path={"version": "1"}, body={"site": "blog", "state": "shadow"}),
)
