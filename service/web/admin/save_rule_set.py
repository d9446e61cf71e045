"""POST /api/v1/admin/rule-sets: save a rule set as a draft."""

import asyncio
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.rules.lint import lint_rule_set
from service.usecases.save_rule_set import save_rule_set
from service.web.admin.rule_sets_sent import read_rule_set
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import SavedVersion, shown_remarks


class RuleSetBody(BaseModel):
    """`content` says what differs from the default rule set, as in the TOML form:
    `{"hold_at": 3, "rules": {"many_links": {"weight": 2, "options": {"limit": 3}}}}`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str
    content: dict[str, Any]


async def handle(call: Call) -> web.Response:
    """422 with the place and the mend when the rule set cannot be used; nothing is kept then."""
    body: RuleSetBody = call.body
    site = await call.on_own_site(body.site)
    rule_set = await read_rule_set(body.content)
    saved = await save_rule_set(
        site,
        rule_set,
        token=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    remarks = await asyncio.to_thread(lambda: list(lint_rule_set(rule_set)))
    shown = SavedVersion(version=saved.version, remarks=shown_remarks(remarks, call.language))
    return answer(shown, 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/rule-sets",
    name="save_rule_set",
    summary="Save a rule set as a new version: a draft that judges nothing yet.",
    access=Role.ADMIN,
    handler=handle,
    body=RuleSetBody,
    responses={201: SavedVersion},
    errors={404: ("unknown_site",), 422: ("bad_rule_set", "control_character")},
    example=Example(body={"site": "blog", "content": {"hold_at": 4}}),
)
