"""R-10: the system's clock is set back a day or forward a year, and goes through summer time's
end and begin, while the service runs."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession

from service.domain.clock import utc_ms
from service.domain.moderator import Role
from service.storage import open_storage
from service.usecases.create_token import create_token
from service.usecases.manage_moderators import read_roles
from tests.faults import stored
from tests.faults.blog import PAGE, SITE, Blog, new_blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import COMMENTS, Promises, decide, new_text, post, send, visitors
from tests.faults.outage import QUEUE
from tests.faults.served import serving

DAY, YEAR, HOUR = 86_400.0, 365 * 86_400.0, 3_600.0
OUT_OF_ORDER = "comments listed in another order than they came"
NEGATIVE = "negative ages and waits"
REVIVED = "tokens and edit times revived"
CHANGES = "changes of the clock"
_END_OF_SUMMER = datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC).timestamp()
_BEGIN_OF_SUMMER = datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC).timestamp()
_EACH = 3
_AMSTERDAM = {"TZ": "Europe/Amsterdam"}
_NEGATIVE = """
SELECT (SELECT count(*) FROM decisions d JOIN comments c ON d.comment = c.public_id
        WHERE d.at < c.created_at)
     + (SELECT count(*) FROM revisions r JOIN comments c ON r.comment_id = c.id
        WHERE r.created_at < c.created_at)
     + (SELECT count(*) FROM decisions d JOIN decisions e ON e.position = d.position + 1
        WHERE e.at < d.at)
"""


async def act(trial: Trial) -> Outcome:
    """A new service for each way the clock goes."""
    outcome = Outcome()
    ways = [[-DAY], [YEAR, 0.0], [-60.0, -DAY]]
    moments = (_END_OF_SUMMER, _BEGIN_OF_SUMMER)
    for turn in range(trial.count):
        for steps in ways[: 2 if trial.quick else None]:
            await _changed(trial, outcome, steps)
        for moment in moments[: 1 if trial.quick else None]:
            await _summer_time(trial, outcome, moment - time.time())
        outcome.runs += 1
        trial.tell(f"{turn + 1}/{trial.count}: {outcome.figures[CHANGES]} changes")
    outcome.demand_none(OUT_OF_ORDER, NEGATIVE, REVIVED)
    outcome.controls.append(await _control(trial))
    return outcome


async def _changed(
    trial: Trial, outcome: Outcome, steps: list[float], altered: dict[str, Any] | None = None
) -> None:
    folder = trial.at("clock")
    blog, shift = await new_blog(folder), folder / "shift"
    expired = await _token(blog, -HOUR)
    expiring = await _token(blog, HOUR)
    shift.write_text("0")
    alteration = {"clock": str(shift), **(altered or {})}
    async with serving(blog, folder, altered=alteration) as served:
        async with visitors(served.url) as session:
            posted = await _post_some(session, blog)
            gone = {expired}
            for step in steps:
                shift.write_text(str(step))
                outcome.count(CHANGES)
                if step > HOUR:
                    gone.add(expiring)
                    outcome.demand(
                        await _status(session, expiring) == 401, "a token outlived its time"
                    )
                posted += await _post_some(session, blog)
            await _edit_late(session, posted[0], steps, outcome)
            for token in gone:
                outcome.count(REVIVED, await _status(session, token) != 401)
            await _compare(session, posted, outcome)
        served.kill()
    outcome.count(NEGATIVE, (await stored.rows(blog.database, _NEGATIVE))[0][0])


async def _summer_time(trial: Trial, outcome: Outcome, shift: float) -> None:
    """A second before the hands are moved in Amsterdam, then a second after."""
    folder = trial.at("summer")
    blog, file = await new_blog(folder), folder / "shift"
    file.write_text(str(shift))
    async with serving(blog, folder, altered={"clock": str(file)}, environ=_AMSTERDAM) as served:
        async with visitors(served.url) as session:
            posted = await _post_some(session, blog)
            file.write_text(str(shift + 2))
            outcome.count(CHANGES)
            posted += await _post_some(session, blog)
            await _compare(session, posted, outcome)
        served.kill()
    outcome.count(NEGATIVE, (await stored.rows(blog.database, _NEGATIVE))[0][0])


async def _post_some(session: ClientSession, blog: Blog) -> list[Any]:
    """Posts and approves a few; what each answer said."""
    said = []
    for number in range(_EACH):
        body = {"site": SITE, "post": PAGE, "name": f"Lezer {number}", "text": new_text()}
        reply = await post(session, Promises(), body)
        await decide(session, Promises(), blog.token, reply.said["id"], "approve", 1)
        said.append(reply.said)
    return said


async def _edit_late(
    session: ClientSession, said: Any, steps: list[float], outcome: Outcome
) -> None:
    """The time to edit has passed once; it does not come back."""
    if max(steps) > HOUR:
        path = f"{COMMENTS}/{said['id']}"
        reply = await send(session, "PATCH", path, {"text": new_text()}, token=said["token"])
        outcome.count(REVIVED, reply.status != 403)


async def _compare(session: ClientSession, posted: list[Any], outcome: Outcome) -> None:
    path = f"{COMMENTS}?site={SITE}&post={PAGE}&sort=oldest&limit=50"
    listed = [item["id"] for item in (await send(session, "GET", path)).said["items"]]
    came = [said["id"] for said in posted]
    outcome.count(OUT_OF_ORDER, sum(a != b for a, b in zip(listed, came, strict=True)))


async def _status(session: ClientSession, token: str) -> int:
    return (await send(session, "GET", QUEUE, token=token)).status


async def _token(blog: Blog, seconds: float) -> str:
    """A token that expires in so many seconds."""
    async with open_storage(blog.database, clock=utc_ms) as storage:
        _, text = await create_token(
            "clock",
            await read_roles({"*": Role.ADMIN}, storage=storage),
            expires_at=utc_ms() + int(seconds * 1000),
            storage=storage,
            clock=utc_ms,
        )
    return text


async def _control(trial: Trial) -> Control:
    """A service that takes the system's clock as it is."""
    found = Outcome()
    with suppress(AssertionError):
        await _changed(trial, found, [YEAR, 0.0], {"unsteady": True})
    said = ", ".join(f"{name}: {found.figures.get(name, 0)}" for name in (OUT_OF_ORDER, REVIVED))
    return Control(f"the system's clock as it is: {said}", bool(found.figures.get(OUT_OF_ORDER)))


FAULT = Fault(
    id="R-10",
    name="the clock goes back a day, forward a year and back, through summer time's end and begin",
    promise="order stable, no negative age, no token or edit time revived",
    quick=1,
    full=20,
    act=act,
    share=0.2,
)
