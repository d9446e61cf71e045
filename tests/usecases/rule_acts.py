"""Acts on rule sets, as the tests of several files take them."""

from typing import Any

from service.domain.job import Job, JobState
from service.domain.moderator import ApiToken
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.replay import Tally
from service.rules.rule_set import RuleSet, parse_rule_set
from service.usecases import run_replay
from service.usecases.move_rule_set import move_rule_set
from service.usecases.save_rule_set import save_rule_set
from service.usecases.start_replay import start_replay
from tests.usecases.acting import Desk

STRICT = parse_rule_set(RULES, {"rules": {"word_list": {"options": {"words": ["kip"]}}}}, 0)
DEFAULT = parse_rule_set(RULES, {}, 0)


async def save(desk: Desk, site: Site, rules: RuleSet, token: ApiToken) -> int:
    saved = await save_rule_set(site, rules, token=token, storage=desk.storage, clock=desk.clock)
    return saved.version


async def move(
    desk: Desk, site: Site, version: int, state: RuleState, token: ApiToken, **more: Any
) -> None:
    await move_rule_set(
        site, version, state, token=token, storage=desk.storage, clock=desk.clock, **more
    )


async def started(
    desk: Desk, site: Site, token: ApiToken, rules: RuleSet = STRICT, **more: Any
) -> Job:
    given = {"runner": "command", **more}
    return await start_replay(
        site, rules, token=token, storage=desk.storage, clock=desk.clock, **given
    )


async def run(desk: Desk, job: Job) -> Tally:
    done = await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock)
    assert (done.state, done.done) == (JobState.DONE, done.total)
    return Tally.restore(done.position["tally"])
