"""R-17: two moderators decide on a comment at the moment when its author edits it."""

import asyncio
import random
from collections import Counter
from typing import Any

from aiohttp import ClientSession

from tests.faults import stored
from tests.faults.blog import Blog, new_blog
from tests.faults.fault import Control, Fault, NotRunError, Outcome, Trial
from tests.faults.load import (
    COMMENTS,
    Promises,
    Reply,
    comment,
    decide,
    new_text,
    post,
    send,
    visitors,
)
from tests.faults.postgres import cluster
from tests.faults.served import serving

TWO_WINNERS = "both moderators won"
UNSEEN = "decided on what the moderator had not seen"
ODD = "losers answered other than 409"
OUT_OF_ORDER = "decisions that do not follow on the one before"
UNREVIEWED = "published without a moderator's approval of that text"
_AT_ONCE = 8
_LATEST_SECONDS = 0.06
_BROKEN_CHAINS = """
SELECT count(*) FROM decisions d JOIN decisions e ON e.comment = d.comment
WHERE e.position = (SELECT min(f.position) FROM decisions f
                    WHERE f.comment = d.comment AND f.position > d.position)
  AND (e.before_status <> d.after_status OR e.version <> d.version + 1
       OR coalesce(e.before_published, -1) <> coalesce(d.after_published, -1))
"""
_UNREVIEWED = """
SELECT count(*) FROM comments c WHERE c.published IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM decisions d WHERE d.comment = c.public_id AND d.revision = c.published
    AND d.actor_kind <> 'rules' AND d.after_published = c.published)
"""


async def act(trial: Trial) -> Outcome:
    """Half of the races on each database."""
    outcome = Outcome()
    half = (trial.count + 1) // 2
    await _race(await new_blog(trial.at("sqlite")), half, trial, outcome)
    try:
        with cluster(trial) as server:
            await _race(await server.new_blog(), half, trial, outcome)
    except NotRunError as why:
        outcome.left_out.append(f"PostgreSQL: {why}")
    outcome.demand_none(TWO_WINNERS, UNSEEN, ODD, OUT_OF_ORDER, UNREVIEWED)
    outcome.controls.append(await _control(trial))
    return outcome


async def _race(
    blog: Blog,
    times: int,
    trial: Trial,
    outcome: Outcome,
    altered: dict[str, bool] | None = None,
) -> None:
    won: Counter[str] = Counter()
    async with serving(blog, trial.at("run"), altered=altered) as served:
        await served.ready()
        async with visitors(served.url) as session:
            for first in range(0, times, _AT_ONCE):
                batch = range(first, min(first + _AT_ONCE, times))
                races = (_one(session, blog, number, outcome) for number in batch)
                won.update(await asyncio.gather(*races))
                outcome.runs += len(batch)
                if first // _AT_ONCE % 10 == 0:
                    trial.tell(f"{'SQLite' if blog.is_file else 'PostgreSQL'} {first}/{times}")
        served.kill()
    for name, races in won.items():
        outcome.count(f"won by {name}", races)
    outcome.count(OUT_OF_ORDER, (await stored.rows(blog.database, _BROKEN_CHAINS))[0][0])
    outcome.count(UNREVIEWED, (await stored.rows(blog.database, _UNREVIEWED))[0][0])
    await stored.check(outcome, blog, Promises())


async def _one(session: ClientSession, blog: Blog, number: int, outcome: Outcome) -> str:
    """One race: who won."""
    posted = (await post(session, Promises(), comment(new_text(), number))).said
    await decide(session, Promises(), blog.token, posted["id"], "approve", 1)
    actions = random.sample(("reject", "spam", "delete"), 2)
    edit, *decided = await asyncio.gather(
        _edit(session, posted), *(_decide(session, blog, posted, action) for action in actions)
    )
    winners = [reply for reply in decided if reply.status == 200]
    outcome.count(TWO_WINNERS, len(winners) > 1)
    outcome.count(UNSEEN, sum(reply.said["comment"]["version"] != 3 for reply in winners))
    outcome.count(ODD, sum(reply.status not in (200, 409) for reply in (edit, *decided)))
    if winners:
        return "a moderator"
    return "the author" if edit.status == 200 else "nobody"


async def _edit(session: ClientSession, posted: Any) -> Reply:
    path = f"{COMMENTS}/{posted['id']}"
    return await send(session, "PATCH", path, {"text": new_text()}, token=posted["token"])


async def _decide(session: ClientSession, blog: Blog, posted: Any, action: str) -> Reply:
    # An edit is judged first: decisions that came at once would nearly always be before it.
    await asyncio.sleep(random.uniform(0, _LATEST_SECONDS))
    body = {"action": action, "version": 2}
    path = f"/api/v1/admin/comments/{posted['id']}/decisions"
    return await send(session, "POST", path, body, token=blog.token)


async def _control(trial: Trial) -> Control:
    """The same where a decision does not say what it saw."""
    found = Outcome()
    await _race(await new_blog(trial.at("control")), 24, trial, found, {"last_wins": True})
    bad = {name: found.figures[name] for name in (TWO_WINNERS, UNSEEN)}
    said = ", ".join(f"{name}: {count}" for name, count in bad.items())
    return Control(f"decisions on any version: {said}", any(bad.values()))


FAULT = Fault(
    id="R-17",
    name="two moderators and an editing author on one comment, SQLite and PostgreSQL",
    promise="one legal order, losers get 409, nothing unreviewed is published",
    quick=40,
    full=1_000,
    act=act,
    share=30,
)
