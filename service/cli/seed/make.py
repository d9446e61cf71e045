"""Writes a made-up history into a file that is not there yet."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, update

from service.cli.seed.plan import SPAN_MS, Plan
from service.cli.seed.rows import WAIT_MS, Rows, public_id
from service.domain.clock import utc_ms
from service.domain.site import Site
from service.storage import open_storage
from service.storage.bulk_load import BulkLoad, bulk_load
from service.storage.inserts import COMMENTS, DECISIONS, FINDINGS, REVISIONS, Insert
from service.storage.search_marks import VERSION
from service.storage.tables import (
    comments,
    decisions,
    findings,
    identities,
    revisions,
    search_documents,
    search_marks,
    search_state,
    sites,
    thread_aliases,
    threads,
)
from service.usecases.set_up_site import set_up_site
from service.usecases.site_settings import SiteSettings

_FILLED = (
    threads,
    thread_aliases,
    identities,
    comments,
    revisions,
    findings,
    decisions,
    search_documents,
)
_THREADS, _ALIASES, _IDENTITIES, _DOCUMENTS = map(
    Insert, (threads, thread_aliases, identities, search_documents)
)
_BATCH = 2_048
_ACTS_A_COMMENT = 3


class NotOurs(Exception):
    """The file holds something else than this history."""


def is_made(file: Path, count: int) -> bool:
    """Whether this history is in the file already, whatever came after it. Raises NotOurs for a
    file with anything else in it."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            found = connection.execute(
                "SELECT count(*) FROM comments WHERE public_id IN (?, ?)",
                (public_id(0, count), public_id(count - 1, count)),
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise NotOurs from error
    if found != (2,):
        raise NotOurs
    return True


def make_history(file: Path, slug: str, count: int, told: Callable[[int], None]) -> None:
    """Makes the file, with one site that has this history; until that is whole there is no file of
    the name. `told` hears how many comments are written, now and then. Raises OSError."""
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".seed-") as folder:
        unfinished = Path(folder, "seed.db")
        site = asyncio.run(_site(unfinished, slug))
        with bulk_load(unfinished, _FILLED) as load:
            plan = Plan(count)
            _fill(
                load, Rows(plan, site, utc_ms() - SPAN_MS - _ACTS_A_COMMENT * WAIT_MS), plan, told
            )
        unfinished.rename(file)


async def _site(file: Path, slug: str) -> Site:
    settings = SiteSettings(language="nl", origins=("https://blog.example",))
    async with open_storage(str(file), clock=utc_ms) as storage:
        site, _ = await set_up_site(slug, settings, storage=storage, clock=utc_ms)
    return site


def _fill(load: BulkLoad, rows: Rows, plan: Plan, told: Callable[[int], None]) -> None:
    pages = list(rows.pages())
    load.insert(_THREADS, [thread for thread, _ in pages])
    load.insert(_ALIASES, [alias for _, alias in pages])
    load.insert(_IDENTITIES, list(rows.identities()))
    coming = iter(plan)
    written = 0
    while batch := list(islice(coming, _BATCH)):
        made = [rows.of_comment(planned) for planned in batch]
        load.insert(COMMENTS, [each[0] for each in made])
        load.insert(REVISIONS, [each[1] for each in made])
        load.insert(FINDINGS, [finding for each in made for finding in each[2]])
        load.insert(_DOCUMENTS, [each[3] for each in made])
        load.insert(DECISIONS, rows.due(batch[-1].at))
        written += len(batch)
        told(written)
    load.insert(DECISIONS, rows.due(None))
    _note_ends(load, rows)


def _note_ends(load: BulkLoad, rows: Rows) -> None:
    """Where the log ends, and that all of it is in the search index."""
    log = rows.log
    ends = {"log_count": log.count, "log_head": log.head}
    state = {"id": 1, "version": VERSION, "round": 1, "swept": rows.last}
    mark = {"site_id": rows.site.id, "position": log.count}
    load.connection.execute(update(sites).where(sites.c.id == rows.site.id).values(**ends))
    load.connection.execute(insert(search_state), state)
    load.connection.execute(insert(search_marks), mark)
