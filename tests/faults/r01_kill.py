"""R-01: the service is killed (SIGKILL) while 16 visitors write and 4 moderators decide."""

import random
import time

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.fault import Control, Fault, NotRunError, Outcome, Trial
from tests.faults.load import Promises, busy, until_acknowledged
from tests.faults.postgres import cluster
from tests.faults.served import serving

SLOWEST_START = "slowest start to ready (s)"
READY_SECONDS = 2.0


async def act(trial: Trial) -> Outcome:
    """Half of the runs on each database; each run goes on where the one before was killed."""
    outcome = Outcome()
    half = (trial.count + 1) // 2
    await _kill_again_and_again(await new_blog(trial.at("sqlite")), half, trial, outcome)
    try:
        with cluster(trial) as server:
            await _kill_again_and_again(await server.new_blog(), half, trial, outcome)
    except NotRunError as why:
        outcome.left_out.append(f"PostgreSQL: {why}")
    outcome.demand_at_most(SLOWEST_START, READY_SECONDS)
    outcome.controls.append(await _control(trial))
    return outcome


async def _kill_again_and_again(blog: Blog, times: int, trial: Trial, outcome: Outcome) -> None:
    promises = Promises()
    kind = "SQLite" if blog.is_file else "PostgreSQL"
    folder = trial.at(kind)
    for turn in range(times + 1):
        async with serving(blog, folder) as served:
            await served.ready()
            outcome.longest(SLOWEST_START, time.monotonic() - served.started)
            if turn == times:
                break  # the last start only shows that there is one
            async with busy(served.url, promises, token=blog.token):
                await until_acknowledged(promises, random.randint(20, 200))
                served.kill()
        await stored.check(outcome, blog, promises)
        outcome.runs += 1
        trial.tell(f"{kind} {turn + 1}/{times}: {len(promises.comments)} acknowledged")
    outcome.count("comments acknowledged", len(promises.comments))
    outcome.count("decisions acknowledged", len(promises.decisions))


async def _control(trial: Trial) -> Control:
    """Killed in the same way when the answer comes before the commit."""
    lost, folder = 0, trial.at("control")
    blog = await new_blog(folder)
    for _ in range(3):
        promises = Promises()
        async with serving(blog, folder, altered={"early": True}) as served:
            async with busy(served.url, promises):
                await until_acknowledged(promises, 50)
                served.kill()
        lost += (await stored.look(blog.database)).lost(promises)
        if lost:
            break
    return Control(f"answered before its commit: {lost} lost", lost > 0)


FAULT = Fault(
    id="R-01",
    name="kill -9 under load (16 visitors, 4 moderators), SQLite and PostgreSQL",
    promise="no acknowledged comment or decision lost, none half done, ready in 2 s",
    quick=2,
    full=200,
    act=act,
)
