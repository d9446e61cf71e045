"""The scripted moderator: decides by the labels, through the admin API alone."""

import asyncio
from collections import Counter

from service.cli.replay.door import Door
from service.cli.replay.visitors import Ledger

PAUSE_SECONDS = 0.02
PAGE = 200
AT_ONCE = 8
WANTED = {True: ("approve", "approved"), False: ("spam", "spam")}
"""What is decided on a comment with a good (True) or bad label, and where it then stands."""


async def moderate(
    door: Door, ledger: Ledger, posted: asyncio.Event, decided: Counter[str]
) -> None:
    """Works the queue, and what the rules misjudged, until all is posted and nothing is left."""
    while True:
        is_last = posted.is_set()
        waiting = await _queue(door, ledger)
        misjudged = [(public_id, None) for public_id in ledger.misjudged]
        ledger.misjudged.clear()
        lanes = asyncio.Semaphore(AT_ONCE)

        async def judge(public_id: str, version: int | None, lanes: asyncio.Semaphore) -> None:
            async with lanes:
                await _judge(public_id, version, door, ledger, decided)

        async with asyncio.TaskGroup() as group:
            for public_id, version in [*waiting, *misjudged]:
                group.create_task(judge(public_id, version, lanes))
        if is_last and not waiting and not misjudged:
            return
        if not waiting:
            await asyncio.sleep(PAUSE_SECONDS)


async def _queue(door: Door, ledger: Ledger) -> list[tuple[str, int | None]]:
    """The oldest pending comments whose label is known: those whose post has been answered."""
    status, page = await door.admin(
        "GET", "/comments", params={"site": door.site, "status": "pending", "limit": str(PAGE)}
    )
    if status != 200:
        raise PermissionError(f"the queue answered {status} {page}")
    return [(card["id"], card["version"]) for card in page["items"] if card["id"] in ledger.good]


async def _judge(
    public_id: str, version: int | None, door: Door, ledger: Ledger, decided: Counter[str]
) -> None:
    """Decides; after a conflict looks again, as whoever meets one should."""
    action, wanted = WANTED[ledger.good[public_id]]
    while True:
        if version is None:
            _, story = await door.admin("GET", f"/comments/{public_id}")
            version = story["comment"]["version"]
            if story["comment"]["status"] == wanted:
                return
        status, _ = await door.admin(
            "POST",
            f"/comments/{public_id}/decisions",
            json={"action": action, "version": version, "reason": "label"},
        )
        if status == 200:
            decided[action] += 1
            return
        version = None
