"""Run a replay to its end, from wherever it was left."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

from service.domain.job import Job, JobState
from service.domain.judged_text import JudgedText, Place
from service.domain.ports import Clock, Storage, Transaction
from service.rules import builtin
from service.rules.replay import Tally
from service.rules.rule_set import RuleSetError, parse_rule_set
from service.usecases.other_process import OtherProcess

PAGE = 200
"""Texts that go to another process at once: few enough that packing them holds up nobody."""
PROCESSES = 2

Told = Callable[[Job], None]


async def run_replay(
    job: Job, *, storage: Storage, clock: Clock, told: Told = lambda _job: None
) -> Job:
    """The job at its end; `told` hears of every step. Each step is kept, so that a run that was
    stopped goes on from there. It ends as failed when the rules of today cannot read its rule set.
    Raises Conflict `job_moved` when another process works on the same job, and Unavailable.
    """
    try:
        await asyncio.to_thread(parse_rule_set, builtin.RULES, job.parameters["content"], 0)
    except RuleSetError:
        return await _keep(replace(job, state=JobState.FAILED), job.done, storage, clock)
    async with AsyncExitStack() as running:
        others = [await running.enter_async_context(OtherProcess()) for _ in range(PROCESSES)]
        await asyncio.gather(*(other.use_rules(job.parameters["content"]) for other in others))
        texts = await _next(job, storage)
        while texts:
            ahead = asyncio.create_task(_next(job, storage, texts[-1].place))
            try:
                tally = await _tally(others, texts)
                tally.add(Tally.restore(job.position["tally"]))
                job = await _advance(job, texts, tally, storage, clock)
                told(job)
                texts = await ahead
            finally:
                ahead.cancel()
    return await _keep(replace(job, state=JobState.DONE), job.done, storage, clock)


async def _next(job: Job, storage: Storage, place: Place | None = None) -> Sequence[JudgedText]:
    after = place or (job.position["after"][0], job.position["after"][1])
    since, until = job.parameters["since"], job.parameters["until"]
    texts: list[JudgedText] = []
    for _ in range(PROCESSES):
        page = await storage.history.judged(job.site_id, after, since, until, PAGE)
        texts += page
        if len(page) < PAGE:
            break
        after = page[-1].place
    return texts


async def _tally(others: Sequence[OtherProcess], texts: Sequence[JudgedText]) -> Tally:
    parts = [texts[start : start + PAGE] for start in range(0, len(texts), PAGE)]
    work = zip(others, parts, strict=False)
    whole = Tally()
    for tally in await asyncio.gather(*(other.replay(part) for other, part in work)):
        whole.add(tally)
    return whole


async def _advance(
    job: Job, texts: Sequence[JudgedText], tally: Tally, storage: Storage, clock: Clock
) -> Job:
    position = {"after": list(texts[-1].place), "tally": tally.snapshot()}
    advanced = replace(job, done=job.done + len(texts), position=position)
    return await _keep(advanced, job.done, storage, clock)


async def _keep(job: Job, done_before: int, storage: Storage, clock: Clock) -> Job:
    kept = replace(job, updated_at=clock())

    async def unit(tx: Transaction) -> None:
        await tx.advance_job(kept, done_before)

    await storage.write(unit)
    return kept
