"""Move a version of a rule set to another state: into the shadow, into force, or out of it."""

import asyncio

from service.domain.errors import Invalid, NotFound
from service.domain.job import JobState
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.rule_version import RuleState, RuleVersion
from service.domain.site import Site
from service.domain.site_event import SiteAct
from service.rules.builtin import RULES
from service.rules.rule_set import RuleSetError, parse_rule_set
from service.usecases.site_log import site_event


async def move_rule_set(
    site: Site,
    version: int,
    state: RuleState,
    *,
    replay: str | None = None,
    needs_replay: bool = False,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> RuleVersion:
    """The version in its new state. Any version can come into force again: a way back.

    Where `needs_replay`, what comes into force must have been replayed to the end, over texts if
    the site has any: `replay` names the job. Raises NotFound `unknown_rule_set`, Invalid
    `bad_rule_set` for a version that the rules of today cannot read, `replay_required` and
    `wrong_replay`, Conflict `in_force` for one that judges now and should only be tried: that
    would leave the site without it.
    """
    found = await storage.rule_sets.version(site.id, version)
    if found is None:
        raise NotFound("unknown_rule_set", "version")
    if state in (RuleState.ACTIVE, RuleState.SHADOW):
        await _check_readable(found)
    if state is RuleState.ACTIVE:
        await _check_replay(site, found, replay, storage, needed=needs_replay)

    now = clock()
    about = (str(version), str(version))
    act = SiteAct(f"rule_set_{state.value}")
    event = site_event(token, site.id, act, about, at=now, was=found.state.value)

    async def unit(tx: Transaction) -> None:
        await tx.move_rule_set(site.id, version, state, token.name, now, replay)
        await tx.log_site_event(event)

    await storage.write(unit)
    moved = await storage.rule_sets.version(site.id, version)
    return moved or found


async def _check_readable(version: RuleVersion) -> None:
    try:
        # Long lists take a while, and nobody else should wait for it.
        await asyncio.to_thread(parse_rule_set, RULES, version.content, version.version)
    except RuleSetError as error:
        raise Invalid("bad_rule_set", ".".join(error.place), mend=error.mend) from error


async def _check_replay(
    site: Site, version: RuleVersion, replay: str | None, storage: Storage, *, needed: bool
) -> None:
    if replay is None:
        if needed:
            raise Invalid("replay_required", "replay")
        return
    job = await storage.jobs.by_public_id(replay)
    if (
        job is None
        or (job.kind, job.site_id, job.state) != ("replay", site.id, JobState.DONE)
        or job.parameters["content"] != version.content
    ):
        raise Invalid("wrong_replay", "replay")
    if needed and job.done == 0 and await storage.history.count(site.id, 0, job.created_at):
        raise Invalid("wrong_replay", "replay")
