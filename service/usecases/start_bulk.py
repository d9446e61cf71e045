"""Start deciding on many comments at once, or taking all of such decisions back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Concern
from service.domain.decision import Action
from service.domain.errors import NotFound
from service.domain.identity import new_public_id
from service.domain.job import BULK, Job, JobState
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.usecases.authenticate_token import actor_of
from service.usecases.preview_bulk import status_meant

KIND = BULK


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What to do with all comments of a site that a filter finds. `seen` is what the preview gave:
    how long the site's log was when somebody looked. Comments that were posted, edited or decided
    on since are left alone. None: nobody looked before now."""

    site: Site
    wanted: QueueFilter
    action: Action
    seen: int | None = None
    reason: str | None = None
    note: str | None = None


async def start_bulk(
    order: BulkOrder, *, runner: str, token: Principal, storage: Storage, clock: Clock
) -> Job:
    """A job that takes the decision on each comment; `undo_bulk` undoes them all.

    `runner` says who works it off: `server`, or the command that waits for it. Raises Unavailable.
    """
    now, _ = await storage.decisions.head(order.site.id)
    seen = now if order.seen is None else min(order.seen, now)
    wanted = replace(order.wanted, site_ids=(order.site.id,), seen=seen)
    asked = {
        "action": order.action.value,
        "filter": _plain(wanted),
        "reason": order.reason,
        "note": order.note,
    }
    total = await storage.comments.count(wanted)
    return await _add(order.site.id, total, asked, runner, token, storage, clock)


async def undo_bulk(
    bulk: str, *, runner: str, token: Principal, storage: Storage, clock: Clock
) -> Job:
    """A job that undoes each decision of a bulk job, where nobody decided otherwise since; it can
    be undone like any other. A job that still runs is stopped. Raises NotFound `unknown_bulk`."""
    job = await storage.jobs.by_public_id(bulk)
    if job is None or job.kind != KIND or token.roles.on(job.site_id) is None:
        raise NotFound("unknown_bulk")
    asked = {"undoes": bulk}
    total = job.position["decided"]
    return await _add(job.site_id, total, asked, runner, token, storage, clock, stops=bulk)


def wanted_of(job: Job) -> QueueFilter:
    """The filter that a job was started with."""
    plain = dict(job.parameters["filter"])
    ids = None if plain["ids"] is None else tuple(plain["ids"])
    status = None if plain["status"] is None else Status(plain["status"])
    only = None if plain.get("only") is None else Concern(plain["only"])
    typed = {"site_ids": (job.site_id,), "status": status, "only": only, "ids": ids}
    return QueueFilter(**{**plain, **typed})


async def _add(
    site_id: int,
    total: int,
    asked: Mapping[str, Any],
    runner: str,
    token: Principal,
    storage: Storage,
    clock: Clock,
    *,
    stops: str | None = None,
) -> Job:
    now, actor = clock(), actor_of(token)
    job = Job(
        public_id=new_public_id(),
        site_id=site_id,
        kind=KIND,
        state=JobState.RUNNING,
        done=0,
        total=total,
        position={"after": 0, "decided": 0, "skipped": 0},
        parameters={**asked, "runner": runner, "actor": [actor.id, actor.name]},
        created_by=token.name,
        created_at=now,
        updated_at=now,
    )

    async def unit(tx: Transaction) -> None:
        if stops is not None:
            await tx.stop_job(stops)
        await tx.add_job(job)

    await storage.write(unit)
    return job


def _plain(wanted: QueueFilter) -> Mapping[str, Any]:
    kept = ("rule", "words", "thread", "author", "cluster", "ids", "seen")
    status = status_meant(wanted)
    said = {
        "status": None if status is None else status.value,
        "only": None if wanted.only is None else wanted.only.value,
    }
    return {**said, **{name: getattr(wanted, name) for name in kept}}
