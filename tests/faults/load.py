"""Visitors and moderators who write all the time, and remember what they were promised."""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.faults.blog import ORIGIN, PAGE, SITE

COMMENTS = "/api/v1/comments"
DECISIONS = "/api/v1/admin/comments/{}/decisions"
STATUS_AFTER = {"approve": "approved", "reject": "rejected"}
_PAGES = 5
_WAITING = 200


@dataclass(slots=True)
class Promises:
    """What the service acknowledged: when it acknowledged each comment (time.monotonic_ns), and
    at what version and status its newest decision left it. `answers` counts by status, with 0 for
    an answer that never came."""

    comments: dict[str, int] = field(default_factory=dict)
    decisions: dict[str, tuple[int, str]] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    unhelpful: int = 0
    """503s that did not say when to try again."""
    slowest: float = 0.0
    waiting: deque[str] = field(default_factory=deque)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status (0: none came), what it said, and its Retry-After."""

    status: int
    said: Any = None
    retry_after: str | None = None


def new_text() -> str:
    """A text that nobody wrote before."""
    chance = random.Random()
    words = [f"{chance.getrandbits(32):x}" for _ in range(6)]
    return f"Over {' en '.join(words)} heb ik nog een vraag. {uuid4().hex}"


def comment(text: str, number: int = 0, **more: str) -> dict[str, str]:
    """A comment as a visitor sends it."""
    page = PAGE.replace("02", f"{number % _PAGES + 1:02}")
    return {"site": SITE, "post": page, "name": f"Lezer {number}", "text": text, **more}


@asynccontextmanager
async def visitors(url: str) -> AsyncIterator[ClientSession]:
    """A session that many may use at once; like browsers, it says whose page it writes from."""
    async with ClientSession(
        url,
        connector=TCPConnector(limit=0),
        timeout=ClientTimeout(total=90),
        headers={"Origin": ORIGIN},
    ) as session:
        yield session


async def send(
    session: ClientSession,
    method: str,
    path: str,
    body: Any = None,
    *,
    token: str | None = None,
    key: str | None = None,
) -> Reply:
    """Sends a request; never raises because no answer came."""
    headers = {}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    if key is not None:
        headers["Idempotency-Key"] = key
    try:
        async with session.request(method, path, json=body, headers=headers) as answer:
            said = await answer.json(content_type=None)
            return Reply(answer.status, said, answer.headers.get("Retry-After"))
    except (ClientError, TimeoutError, OSError):
        return Reply(0)


async def post(
    session: ClientSession, promises: Promises, sent: dict[str, str], key: str | None = None
) -> Reply:
    """Posts a comment and notes what was promised."""
    before = time.monotonic()
    reply = await send(session, "POST", COMMENTS, sent, key=key)
    promises.slowest = max(promises.slowest, time.monotonic() - before)
    promises.answers[reply.status] += 1
    if reply.status in (201, 202):
        promises.comments.setdefault(reply.said["id"], time.monotonic_ns())
        promises.waiting.append(reply.said["id"])
    promises.unhelpful += reply.status == 503 and reply.retry_after is None
    return reply


async def write_on(session: ClientSession, promises: Promises, number: int) -> None:
    """A visitor who posts until cancelled."""
    while True:
        reply = await post(session, promises, comment(new_text(), number))
        if reply.status == 0:
            await asyncio.sleep(0.01)


async def decide(
    session: ClientSession,
    promises: Promises,
    token: str,
    public_id: str,
    action: str,
    version: int,
) -> Reply:
    """Decides on a comment and notes what was promised."""
    body = {"action": action, "version": version}
    reply = await send(session, "POST", DECISIONS.format(public_id), body, token=token)
    if reply.status == 200:
        promises.decisions[public_id] = (version + 1, STATUS_AFTER[action])
    return reply


async def moderate_on(session: ClientSession, promises: Promises, token: str) -> None:
    """A moderator who decides on what comes in until cancelled, and now and then thinks again."""
    turn = 0
    while True:
        if not promises.waiting:
            await asyncio.sleep(0.005)
            continue
        public_id = promises.waiting.popleft()
        while len(promises.waiting) > _WAITING:
            promises.waiting.popleft()
        turn += 1
        actions = ("approve", "reject") if turn % 2 else ("reject", "approve")
        for version, action in enumerate(actions[: 1 + turn % 2], start=1):
            reply = await decide(session, promises, token, public_id, action, version)
            promises.answers[reply.status] += 1
            if reply.status != 200:
                await asyncio.sleep(0.005)
                break


@asynccontextmanager
async def busy(
    url: str,
    promises: Promises,
    *,
    token: str | None = None,
    writers: int = 16,
    moderators: int = 4,
) -> AsyncIterator[None]:
    """The service under load: that many visitors, and moderators when their token is given."""
    async with visitors(url) as session:
        people = [write_on(session, promises, number) for number in range(writers)]
        if token is not None:
            people += [moderate_on(session, promises, token) for _ in range(moderators)]
        tasks = [asyncio.create_task(one) for one in people]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ended:
        if not isinstance(end, asyncio.CancelledError) and isinstance(end, BaseException):
            raise end


async def until_acknowledged(promises: Promises, more: int, seconds: float = 60.0) -> None:
    """Waits until so many more comments are acknowledged. Raises TimeoutError."""
    wanted = len(promises.comments) + more
    async with asyncio.timeout(seconds):
        while len(promises.comments) < wanted:
            await asyncio.sleep(0.01)
