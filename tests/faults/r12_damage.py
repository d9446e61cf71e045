"""R-12: the file is damaged while the service is away: pages of garbage, a lost header, a file or
a write-ahead log that ends too soon or holds wrong bytes."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.faults import stored
from tests.faults.blog import SITE, Blog, new_blog
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.load import (
    COMMENTS,
    Promises,
    comment,
    decide,
    new_text,
    post,
    send,
    visitors,
)
from tests.faults.outage import FAILED, QUEUE
from tests.faults.served import StartError, serving

REFUSED = "starts refused in words"
ROUGH = "starts refused without words"
SAID = "answers 503"
RIGHT = "right answers"
WRONG = "silently wrong answers"
EARLIER = "logs cut off: an earlier whole state served"
_COMMENTS = 60
_PAGE = 4096

Answers = Mapping[str, Any]
Harm = Callable[[Path, random.Random], None]


@dataclass(frozen=True, slots=True)
class Good:
    """A database and what its service answers. `open_log`: it was killed, and has a log."""

    blog: Blog
    answers: Answers
    open_log: Blog


def garbage_page(file: Path, chance: random.Random) -> None:
    """A page of the file, any but the first, holds what it should not."""
    pages = file.stat().st_size // _PAGE
    _overwrite(file, chance.randrange(1, pages) * _PAGE, chance.randbytes(_PAGE))


def lost_header(file: Path, chance: random.Random) -> None:
    """The file begins with nothing."""
    _overwrite(file, 0, bytes(chance.choice((16, 100, _PAGE))))


def cut_file(file: Path, chance: random.Random) -> None:
    """The file ends too soon."""
    with file.open("r+b") as opened:
        opened.truncate(chance.randrange(_PAGE, file.stat().st_size))


def cut_log(file: Path, chance: random.Random) -> None:
    """The log ends too soon."""
    log = _log(file)
    with log.open("r+b") as opened:
        opened.truncate(chance.randrange(log.stat().st_size))


def garbage_in_log(file: Path, chance: random.Random) -> None:
    """Some bytes of the log are wrong."""
    log = _log(file)
    _overwrite(log, chance.randrange(log.stat().st_size - 64), chance.randbytes(64))


def _log(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


def _overwrite(file: Path, at: int, with_: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(with_)


_TO_LOG = (cut_log, garbage_in_log)
_HARMS: tuple[Harm, ...] = (
    garbage_page,
    cut_log,
    lost_header,
    garbage_page,
    garbage_in_log,
    cut_file,
)


async def act(trial: Trial) -> Outcome:
    """Each run damages a copy in another way."""
    outcome, chance = Outcome(), random.Random(trial.count)
    good = await _good(trial)
    for turn in range(trial.count):
        harm = _HARMS[turn % len(_HARMS)]
        folder = trial.at(harm.__name__)
        source = good.open_log if harm in _TO_LOG else good.blog
        blog = _copied(source, folder)
        harm(Path(blog.database), chance)
        if harm in _TO_LOG:
            await _look_for_earlier(blog, folder, good, outcome)
        else:
            await _look(blog, folder, good.answers, outcome)
        outcome.runs += 1
        trial.tell(f"{turn + 1}/{trial.count}: {harm.__name__}")
    outcome.demand_none(WRONG, FAILED, ROUGH)
    outcome.controls.append(await _control(good, trial))
    return outcome


async def _good(trial: Trial) -> Good:
    folder = trial.at("good")
    blog = await new_blog(folder)
    async with serving(blog, folder) as served, visitors(served.url) as session:
        for number in range(_COMMENTS):
            reply = await post(session, Promises(), comment(new_text(), number))
            if number % 3:
                await decide(session, Promises(), blog.token, reply.said["id"], "approve", 1)
        answers = await _answers(session, blog.token)
        served.kill()
    open_log = _copied(blog, trial.at("open"))
    with closing(sqlite3.connect(blog.database)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Good(blog, answers, open_log)


def _copied(blog: Blog, folder: Path) -> Blog:
    source, to = Path(blog.database), folder / "blog.db"
    for suffix in ("", "-wal"):
        if (part := source.with_name(source.name + suffix)).exists():
            shutil.copyfile(part, to.with_name(to.name + suffix))
    return Blog(str(to), blog.token)


async def _answers(session: ClientSession, token: str) -> Answers:
    """What readers and moderators get, by path: what was said, or the status if that is bad."""
    found: dict[str, Any] = {}
    paths = [QUEUE, "/api/v1/admin/log"]
    for page in range(5):
        key = comment("", page)["post"]
        paths.append(f"{COMMENTS}?site={SITE}&post={key}&sort=oldest&limit=100")
        paths.append(f"/api/v1/counts?site={SITE}&post={key}")
    for path in paths:
        reply = await send(session, "GET", path, token=token if "admin" in path else None)
        found[path] = reply.said if reply.status == 200 else reply.status
    return found


async def _look(blog: Blog, folder: Path, truth: Answers, outcome: Outcome) -> None:
    """Compares what a damaged file's service answers with the truth."""
    try:
        async with serving(blog, folder) as served, visitors(served.url) as session:
            found = await _answers(session, blog.token)
    except StartError as error:
        in_words = str(error).startswith("exit 1:") and "Traceback" not in str(error)
        outcome.count(REFUSED if in_words else ROUGH)
        return
    for path, said in found.items():
        if said == truth[path]:
            outcome.count(RIGHT)
        elif said == 503:
            outcome.count(SAID)
        else:
            outcome.count(FAILED if said == 500 else WRONG)


async def _look_for_earlier(blog: Blog, folder: Path, good: Good, outcome: Outcome) -> None:
    """What a log lost cannot be told from what never was; but the rest must be whole."""
    try:
        async with serving(blog, folder) as served:
            await served.ready()
    except StartError:
        outcome.count(REFUSED)
        return
    found = await stored.look(blog.database)
    everything = await stored.look(good.blog.database)
    whole = (
        stored.is_sound(blog.database)
        and await stored.is_log_whole(blog.database)
        and found.half == 0
        and found.comments.keys() <= everything.comments.keys()
    )
    outcome.count(EARLIER if whole else WRONG)


async def _control(good: Good, trial: Trial) -> Control:
    """A text that is changed in a file that stays whole: what we look for, if it were there."""
    folder, found = trial.at("control"), Outcome()
    blog = _copied(good.blog, folder)
    with closing(sqlite3.connect(blog.database)) as opened:
        opened.execute("UPDATE revisions SET text = 'Iets anders', html = NULL")
        opened.commit()
    await _look(blog, folder, good.answers, found)
    wrong = int(found.figures.get(WRONG, 0))
    return Control(f"texts changed behind its back: {wrong} {WRONG} seen", wrong > 0)


FAULT = Fault(
    id="R-12",
    name="the file or its log is damaged: garbage, cut off, without its header (SQLite)",
    promise="refused at start, or 503; never silently wrong",
    quick=3,
    full=120,
    act=act,
    share=2,
)
