"""One replay from first to last, and whether readers then see what the labels say."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp

from service.cli.replay.door import Door
from service.cli.replay.moderator import moderate
from service.cli.replay.script import Line
from service.cli.replay.visitors import Ledger, Posted, post_all

ANSWER_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Report:
    """What happened. `held`, `published` and `rejected` are the rules' first verdicts; `approved`
    and `spam` the moderator's decisions. `differing` are the pages whose public list is not
    exactly the comments labelled good, in order. An idempotent retry is counted in `retried`."""

    posted: int
    refused: dict[str, int]
    published: int
    held: int
    rejected: int
    approved: int
    spam: int
    pages: int
    differing: tuple[str, ...]
    retried: int
    seconds: float


async def _nothing(_: int) -> None:
    """Nobody watches."""


async def replay(
    lines: Sequence[Line], *, base: str, token: str, site: str, posted: Posted = _nothing
) -> Report:
    """Replays the comments on the service at `base`, whose site and admin token these are.

    Raises ExceptionGroup with a TimeoutError when the service stays away.
    """
    started = monotonic()
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        door = Door(session, base, token, site)
        ledger, decided = Ledger(), Counter[str]()
        all_posted = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(moderate(door, ledger, all_posted, decided))
            await post_all(lines, door, ledger, posted)
            all_posted.set()
        differing = [
            post
            for post in sorted({line.post for line in lines})
            if await public_ids(door, post) != _good_ids(ledger, post)
        ]
    return Report(
        posted=ledger.answered,
        refused=dict(ledger.refused),
        published=ledger.standing["approved"],
        held=ledger.standing["pending"],
        rejected=ledger.standing["rejected"],
        approved=decided["approve"],
        spam=decided["spam"],
        pages=len({line.post for line in lines}),
        differing=tuple(differing),
        retried=door.retried,
        seconds=round(monotonic() - started, 2),
    )


async def public_ids(door: Door, post: str) -> list[str]:
    """The ids of a page's public comments, oldest first, by following `next` to the end."""
    query: dict[str, str] = {"site": door.site, "post": post, "sort": "oldest"}
    ids: list[str] = []
    while True:
        status, page = await door.public("GET", "/comments", params=query)
        if status != 200:
            raise LookupError(f"the list of {post} answered {status} {page}")
        ids.extend(_ids(page["items"]))
        if page["next"] is None:
            return ids
        query["cursor"] = page["next"]


def _ids(items: Sequence[dict[str, Any]]) -> list[str]:
    return [each for item in items for each in (item["id"], *_ids(item["replies"]))]


def _good_ids(ledger: Ledger, post: str) -> list[str]:
    return [public_id for line, public_id in ledger.taken.get(post, ()) if line.good]
