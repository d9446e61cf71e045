"""The visitors: each posts his comments, page by page in the order in which they were written."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from service.cli.replay.door import Door
from service.cli.replay.script import Line, by_page

PAGES_AT_ONCE = 16

Posted = Callable[[int], Awaitable[None]]
"""Called after each answer with how many comments have been answered."""


@dataclass(slots=True)
class Ledger:
    """What became of each comment: the ids and labels of those taken in, and why others were not.

    `standing` counts where comments stood when they came in; `misjudged` are those to look at that
    are in no queue: the rules published what is bad or rejected what is good.
    """

    good: dict[str, bool] = field(default_factory=dict)
    taken: dict[str, list[tuple[Line, str]]] = field(default_factory=dict)
    standing: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    misjudged: list[str] = field(default_factory=list)
    answered: int = 0


async def post_all(lines: Sequence[Line], door: Door, ledger: Ledger, posted: Posted) -> None:
    """Posts every comment; pages side by side, the comments of a page one after another."""
    lanes = asyncio.Semaphore(PAGES_AT_ONCE)

    async def post_page(page: Sequence[Line]) -> None:
        async with lanes:
            for line in page:
                await _post(line, door, ledger)
                await posted(ledger.answered)

    async with asyncio.TaskGroup() as group:
        for page in by_page(lines).values():
            group.create_task(post_page(page))


async def _post(line: Line, door: Door, ledger: Ledger) -> None:
    comment = {
        "site": door.site,
        "post": line.post,
        "post_title": line.title,
        "name": line.author,
        "text": line.text,
        "device": line.device,
    }
    status, answer = await door.public("POST", "/comments", key=line.key, json=comment)
    ledger.answered += 1
    if status not in (201, 202):
        ledger.refused[answer.get("code") or str(status)] += 1
        return
    public_id, standing = answer["id"], answer["status"]
    ledger.good[public_id] = line.good
    ledger.taken.setdefault(line.post, []).append((line, public_id))
    ledger.standing[standing] += 1
    if standing != "pending" and (standing == "approved") != line.good:
        ledger.misjudged.append(public_id)
