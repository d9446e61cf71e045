"""POST /api/v1/admin/replays: what would this rule set have made of the past?"""

from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.errors import Invalid, NotFound
from service.domain.moderator import Role
from service.domain.site import Site
from service.rules.rule_set import RuleSet
from service.usecases.job_worker import RUNNER
from service.usecases.start_replay import start_replay
from service.web.admin.rule_sets_sent import read_rule_set
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import ShownReplay, shown_replay
from service.web.shown.times import Moment


class ReplayBody(BaseModel):
    """The rule set, by `version` or as `content` (without either: the one in force), and the
    window in UTC milliseconds (`since` counted in, `until` not; by default everything)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    content: dict[str, Any] | None = None
    since: Moment = 0
    until: Moment | None = None


async def handle(call: Call) -> web.Response:
    """202: the server works it off in the background, also after a restart."""
    body: ReplayBody = call.body
    site = await call.on_own_site(body.site)
    job = await start_replay(
        site,
        await _rule_set(call, site, body),
        since=body.since,
        until=body.until,
        runner=RUNNER,
        token=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    call.services.replayer.add(job)
    return answer(shown_replay(job, site.slug), 202, private=True)


async def _rule_set(call: Call, site: Site, body: ReplayBody) -> RuleSet:
    if body.content is not None and body.version is not None:
        raise Invalid("version_or_content", "version")
    if body.content is not None:
        return await read_rule_set(body.content)
    rule_sets = call.services.storage.rule_sets
    if body.version is None:
        found = await rule_sets.active(site.id)
        return await read_rule_set({} if found is None else found.content)
    found = await rule_sets.version(site.id, body.version)
    if found is None:
        raise NotFound("unknown_rule_set", "version")
    return await read_rule_set(found.content)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/replays",
    name="start_replay",
    summary="Judge the past again by a rule set, without changing anything.",
    access=Role.ADMIN,
    handler=handle,
    body=ReplayBody,
    responses={202: ShownReplay},
    errors={
        404: ("unknown_rule_set", "unknown_site"),
        422: ("bad_rule_set", "control_character", "empty_window", "version_or_content"),
    },
    example=Example(body={"site": "blog", "content": {"hold_at": 4}}),
)
