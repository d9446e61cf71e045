"""What is logged and how: one line an event, without texts, addresses or tokens of anybody."""

import asyncio
import logging
import sys
from dataclasses import asdict
from typing import Any

import aiohttp
from aiohttp import http_parser
from aiohttp.http_exceptions import HttpProcessingError

from service.domain.job import Job
from service.settings import Settings
from service.usecases.learn_site import Learned
from service.web.event_log import EventLog, JsonLines, PlainLines

AIOHTTP_NEEDED = (3, 14, 5)

_log = EventLog("reactie")


def set_up_logging(settings: Settings) -> None:
    """Sends every log line to standard error in the form asked for: of ours what the settings ask
    for, of the libraries' only warnings and errors."""
    level = getattr(logging, settings.log_level.upper())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainLines() if settings.log_format == "console" else JsonLines())
    handler.addFilter(_is_worth_a_line)
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
    logging.getLogger("reactie").setLevel(level)


def warn_of_weak_http_parser() -> None:
    """Warns when aiohttp is older than what we were tested with, or runs its slow parser."""
    found = tuple(int(part) for part in aiohttp.__version__.split(".")[:3] if part.isdigit())
    if found < AIOHTTP_NEEDED:
        _log.warning("aiohttp is too old", found=aiohttp.__version__)
    if http_parser.HttpRequestParser is http_parser.HttpRequestParserPy:
        _log.warning("aiohttp runs without its C parser: slower, and less strict")


def tell_of_learning(what: str, site_id: int, learned: Learned | None) -> None:
    """Tells what became of a site's model: `learned`, `damaged` or `failed`."""
    if learned is None:
        _log.warning("model", outcome=what, site=site_id)
    else:
        _log.info("model", outcome=what, site=site_id, **asdict(learned))


def tell_of_job(what: str, job: Job) -> None:
    """Tells what became of a long job: `done`, `failed` and why, or `interrupted` for a while."""
    tell = _log.info if what == "done" else _log.warning
    said = {"id": job.public_id, "site": job.site_id, "done": job.done}
    tell(job.kind, outcome=what, exc_info=what == "failed", **said)


def tell_of_unreadable_rules(site_id: int) -> None:
    """Tells that the rule set in force cannot be read, so that everything on the site waits."""
    mend = "reactie rules versions, then reactie rules activate: everything is held meanwhile"
    _log.error("rule set cannot be read", site=site_id, mend=mend)


def tell_of_backup(what: str, **details: Any) -> None:
    """Tells what became of a backup: `made`, `failed`, or `unsupported` by the database."""
    tell = _log.info if what == "made" else _log.error
    tell("backup", outcome=what, **details)


def tell_of_damage(problem: str) -> None:
    """Tells that the file is damaged, so that everybody is sent away until it is mended."""
    _log.error("database damaged", problem=problem, mend="docs/operating.md, a damaged file")


def tell_of_index() -> None:
    """Tells that comments could not be taken into the search index; it is tried again."""
    _log.warning("search index", outcome="interrupted")


def tell_of_end(task: asyncio.Task[None]) -> None:
    """Tells that work in the background ended, which it should not before the server does."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _log.error("background work ended", work=task.get_name(), exc_info=error)


def tell_of_refused_sign_in(code: str, network: str) -> None:
    """Tells that somebody could not sign in; `network` is keyed. Whoever has to wait first is not
    told of: he could fill the disk."""
    _log.warning("sign-in refused", code=code, network=network)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """A request that is no HTTP is the sender's trouble; logging it would let him fill the disk."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)
