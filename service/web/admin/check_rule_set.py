"""POST /api/v1/admin/rule-sets/check: what looks like a mistake in a rule set?"""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.check_rule_set import check_rule_set
from service.web.admin.rule_sets_sent import read_rule_set
from service.web.admin.save_rule_set import RuleSetBody
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import RemarkList, shown_remarks


async def handle(call: Call) -> web.Response:
    """Tries it on the site's newest comments too. Keeps nothing."""
    body: RuleSetBody = call.body
    site = await call.on_own_site(body.site)
    rule_set = await read_rule_set(body.content)
    remarks = await check_rule_set(rule_set, site, storage=call.services.storage)
    return answer(RemarkList(items=shown_remarks(remarks, call.language)), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/rule-sets/check",
    name="check_rule_set",
    summary="Find what looks like a mistake in a rule set, in it and on the newest comments.",
    access=Role.ADMIN,
    handler=handle,
    body=RuleSetBody,
    responses={200: RemarkList},
    errors={404: ("unknown_site",), 422: ("bad_rule_set", "control_character")},
    example=Example(body={"site": "blog", "content": {"hold_at": 99}}),
)
