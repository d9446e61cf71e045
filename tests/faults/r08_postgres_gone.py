"""R-08: PostgreSQL hangs (SIGSTOP), its processes are killed, it stops at once and comes back."""

import asyncio
import itertools
import json
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psutil
from aiohttp import ClientError, ClientSession

from tests.faults import stored
from tests.faults.blog import PAGE, SITE, Blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import (
    COMMENTS,
    Promises,
    busy,
    comment,
    new_text,
    post,
    send,
    until_acknowledged,
    visitors,
)
from tests.faults.outage import FAILED, HEALED, REFUSED, UNHELPFUL
from tests.faults.postgres import Cluster, own_cluster
from tests.faults.served import serving

SLOWEST = "slowest answer (s)"
BLOCKED = "longest that the event loop computed in one go (ms)"
DOUBLED = "doubled by a retry with its key"
RETRIED = "posts retried with their key"
ANSWER_SECONDS = 5.0
HEAL_SECONDS = 2.0
LOOP_MS = 50.0
_VISITORS = 16
_READERS = 2
_QUEUE = "/api/v1/admin/comments"
_DOUBLES = "SELECT count(*) - count(DISTINCT text) FROM revisions WHERE number = 1"

Harm = Callable[[Cluster], Awaitable[None]]
Sent = tuple[dict[str, str], str | None]


@dataclass(slots=True)
class Senders:
    """Visitors who post with a key each time, and what they have no good answer to yet."""

    session: ClientSession
    promises: Promises = field(default_factory=Promises)
    unsure: list[Sent] = field(default_factory=list)

    async def send_on(self, number: int) -> None:
        """Posts until cancelled."""
        while True:
            sent = (comment(new_text(), number), uuid4().hex)
            self.unsure.append(sent)
            if await self.sure(sent):
                self.unsure.remove(sent)
            else:
                await asyncio.sleep(0.05)

    async def sure(self, sent: Sent) -> bool:
        """Sends it; whether it is stored now."""
        reply = await post(self.session, self.promises, *sent)
        return reply.status in (201, 202)

    async def until_sure(self) -> int:
        """Sends again what has no good answer, with its key, until it has; how many these were."""
        retried = len(self.unsure)
        async with asyncio.timeout(60):
            for sent in self.unsure:
                while not await self.sure(sent):
                    await asyncio.sleep(0.1)
        self.unsure.clear()
        return retried


async def read_on(session: ClientSession, promises: Promises, token: str) -> None:
    """Reads a page in a way that nobody kept an answer for, and the queue, until cancelled."""
    for most in itertools.cycle(range(1, 101)):
        page = f"{COMMENTS}?site={SITE}&post={PAGE}&limit={most}"
        for path, needed in ((page, None), (_QUEUE, token)):
            before = time.monotonic()
            reply = await send(session, "GET", path, token=needed)
            promises.slowest = max(promises.slowest, time.monotonic() - before)
            promises.answers[reply.status] += 1
            promises.unhelpful += reply.status == 503 and reply.retry_after is None
            await asyncio.sleep(0.05)


async def fill_in_on(session: ClientSession, promises: Promises) -> None:
    """Sends the form of a page without scripts, which is shown again with what went wrong, until
    cancelled."""
    while True:
        before = time.monotonic()
        form = {"name": "Lezer", "text": new_text()}
        with suppress(ClientError, TimeoutError):
            async with session.post(
                f"/p/{SITE}?post={PAGE}",
                data=form,
                headers={"Accept": "text/html"},
                allow_redirects=False,
            ) as answer:
                promises.answers[answer.status] += 1
                promises.unhelpful += answer.status == 503 and "Retry-After" not in answer.headers
        promises.slowest = max(promises.slowest, time.monotonic() - before)
        await asyncio.sleep(0.05)


def hanging(seconds: float) -> Harm:
    """Every process of the server stands still for that long."""

    async def harm(server: Cluster) -> None:
        stopped = server.processes()
        _signal(stopped, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            _signal(stopped, signal.SIGCONT)

    return harm


async def backend_killed(server: Cluster) -> None:
    """One of the service's own backends is killed (SIGKILL): the server ends them all, and
    recovers."""
    children = server.processes()[1:]
    ours = [one for one in children if "faults_" in _line_of(one) and "idle" in _line_of(one)]
    (ours or children)[0].kill()


async def connections_ended(server: Cluster) -> None:
    """An administrator ends every connection."""
    await server.running.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'reactie'"
    )


async def stopped_at_once(server: Cluster) -> None:
    """It stops like in a crash, and starts again."""
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(server.start)


def _signal(processes: Sequence[psutil.Process], what: signal.Signals) -> None:
    for process in processes:
        # Some of the server's helpers come and go.
        with suppress(ProcessLookupError):
            os.kill(process.pid, what)


def _line_of(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


async def act(trial: Trial) -> Outcome:
    """Each harm in turn to one server, while 16 visitors post."""
    outcome = Outcome()
    harms = [hanging(1), backend_killed, connections_ended, stopped_at_once]
    if not trial.quick:
        harms += [hanging(5), hanging(60)]
    with own_cluster() as server:
        blog, folder = await server.new_blog(), trial.at("run")
        ticks = folder / "ticks.json"
        async with serving(blog, folder, altered={"watched": str(ticks)}) as served:
            await served.ready()
            # Once it is ready it still puts its memory in order.
            await asyncio.sleep(1)
            began = time.time()
            for turn in range(trial.count):
                for harm in harms[: -1 if turn else None]:
                    await _harm(blog, served.url, server, harm, outcome)
                    outcome.runs += 1
                trial.tell(f"{turn + 1}/{trial.count}: {len(harms)} harms, healed each time")
            served.stop()
        outcome.figures[BLOCKED] = _blocked(ticks, began)
        outcome.count(DOUBLED, (await stored.rows(blog.database, _DOUBLES))[0][0])
        outcome.demand_none(DOUBLED, FAILED, UNHELPFUL, stored.LOST)
        outcome.demand_at_most(SLOWEST, ANSWER_SECONDS)
        outcome.demand_at_most(HEALED, HEAL_SECONDS)
        outcome.demand_at_most(BLOCKED, LOOP_MS)
        outcome.controls.append(await _lazy(server, trial))
        if not trial.quick:
            outcome.count(DOUBLED, await _given_up(server, trial, keyed=True))
            doubled = await _given_up(server, trial, keyed=False)
            said = f"given up and sent again without a key: {doubled} of {_VISITORS} doubled"
            outcome.controls.append(Control(said, doubled > 0))
            outcome.demand_none(DOUBLED)
    return outcome


async def _harm(blog: Blog, url: str, server: Cluster, harm: Harm, outcome: Outcome) -> None:
    async with visitors(url) as session:
        senders = Senders(session)
        sending = [asyncio.create_task(senders.send_on(n)) for n in range(_VISITORS)]
        others = [read_on(session, senders.promises, blog.token) for _ in range(_READERS)]
        others.append(fill_in_on(session, senders.promises))
        sending += [asyncio.create_task(one) for one in others]
        await until_acknowledged(senders.promises, 20)
        await harm(server)
        await server.until_up()
        healing = time.monotonic()
        await until_acknowledged(senders.promises, 1)
        outcome.longest(HEALED, time.monotonic() - healing)
        await until_acknowledged(senders.promises, 20)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        outcome.count(RETRIED, await senders.until_sure())
    promises = senders.promises
    outcome.longest(SLOWEST, promises.slowest)
    outcome.count("comments acknowledged", len(promises.comments))
    outcome.count(REFUSED, promises.answers[503])
    outcome.count(FAILED, promises.answers[500])
    outcome.count(UNHELPFUL, promises.unhelpful)
    outcome.count(stored.LOST, (await stored.look(blog.database)).lost(promises))


def _blocked(ticks: Path, since: float) -> float:
    computed = [spent for at, _, spent in json.loads(ticks.read_text()) if at > since]
    return round(max(computed, default=0.0), 1)


async def _given_up(server: Cluster, trial: Trial, *, keyed: bool) -> int:
    """The server hangs for two seconds; visitors give up after one, and send again afterwards: how
    many comments are there twice."""
    blog = await server.new_blog()
    async with serving(blog, trial.at("given-up")) as served, visitors(served.url) as session:
        senders = Senders(session)
        bodies = [comment(new_text(), number) for number in range(_VISITORS)]
        senders.unsure = [(body, uuid4().hex if keyed else None) for body in bodies]
        hanging_on = asyncio.create_task(hanging(2)(server))
        await asyncio.sleep(0.1)
        first = (asyncio.wait_for(senders.sure(sent), 1) for sent in senders.unsure)
        await asyncio.gather(*first, return_exceptions=True)
        await hanging_on
        await asyncio.sleep(1)
        await senders.until_sure()
    return int((await stored.rows(blog.database, _DOUBLES))[0][0])


async def _lazy(server: Cluster, trial: Trial) -> Control:
    """The server stops at once, and had not to flush before it answered."""
    blog, lost = await server.new_blog("synchronous_commit = off"), 0
    for _ in range(5):
        promises = Promises()
        async with serving(blog, trial.at("control")) as served:
            async with busy(served.url, promises):
                await until_acknowledged(promises, 50)
                await asyncio.to_thread(server.stop)
            served.kill()
        await asyncio.to_thread(server.start)
        await server.until_up()
        lost += (await stored.look(blog.database)).lost(promises)
        if lost:
            break
    return Control(f"synchronous_commit=off: {lost} lost in a stop at once", lost > 0)


FAULT = Fault(
    id="R-08",
    name="PostgreSQL hangs for 1, 5 and 60 s; a backend killed; connections ended; stopped at once",
    promise="answers in 5 s, the loop never held 50 ms, heals in 2 s, retries double nothing",
    quick=1,
    full=10,
    act=act,
    share=0.1,
)
