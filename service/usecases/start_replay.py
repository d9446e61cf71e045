"""Start a replay: what another rule set would have made of the texts that came in before."""

from service.domain.errors import Invalid
from service.domain.identity import new_public_id
from service.domain.job import REPLAY, Job, JobState
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.rules.replay import Tally
from service.rules.rule_set import RuleSet, content_of

KIND = REPLAY


async def start_replay(
    site: Site,
    rule_set: RuleSet,
    *,
    since: int = 0,
    until: int | None = None,
    runner: str,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> Job:
    """A job over the site's texts from `since` to before `until` (UTC milliseconds; None: to
    the last). `runner` says who works it off: `server`, or the command that waits for it.

    Raises Invalid `empty_window`, and Unavailable.
    """
    now = clock()
    end = now + 1 if until is None else until
    if since >= end:
        raise Invalid("empty_window", "until")
    job = Job(
        public_id=new_public_id(),
        site_id=site.id,
        kind=KIND,
        state=JobState.RUNNING,
        done=0,
        total=await storage.history.count(site.id, since, end),
        position={"after": [0, 0], "tally": Tally().snapshot()},
        parameters={
            "content": content_of(rule_set),
            "since": since,
            "until": end,
            "runner": runner,
        },
        created_by=token.name,
        created_at=now,
        updated_at=now,
    )

    async def unit(tx: Transaction) -> None:
        await tx.add_job(job)

    await storage.write(unit)
    return job
