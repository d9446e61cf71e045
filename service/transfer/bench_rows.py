"""The tables of an import's bench, and who may touch them when."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from service.domain.import_problem import Outcome, Place, Problem, Reason

P = ParamSpec("P")
R = TypeVar("R")

SCHEMA = """
CREATE TABLE threads (n INTEGER PRIMARY KEY, source TEXT, instance TEXT, id TEXT, digest TEXT,
  said TEXT, key TEXT, UNIQUE (source, instance, id));
CREATE TABLE comments (n INTEGER PRIMARY KEY, source TEXT, instance TEXT, id TEXT, digest TEXT,
  status TEXT, thread TEXT, parent TEXT,
  parent_source TEXT, parent_instance TEXT, aside INTEGER, created INTEGER, twin TEXT, author TEXT,
  key TEXT, above INTEGER,
  known_parent INTEGER, orphan INTEGER, UNIQUE (source, instance, id));
CREATE TABLE said (n INTEGER PRIMARY KEY, said TEXT);
CREATE TABLE problems (n INTEGER PRIMARY KEY, reason TEXT, outcome TEXT, file TEXT, line INTEGER,
  place INTEGER, about TEXT, excerpt TEXT);
CREATE TABLE pages (place INTEGER PRIMARY KEY, key TEXT UNIQUE, said TEXT, created INTEGER);
CREATE TABLE known_threads (source TEXT, instance TEXT, id TEXT, key TEXT);
CREATE TABLE known_parents (source TEXT, instance TEXT, id TEXT, key TEXT,
  PRIMARY KEY (source, instance, id));
CREATE TABLE walked (n INTEGER PRIMARY KEY, reached INTEGER, level INTEGER);
CREATE TABLE places (place INTEGER PRIMARY KEY, n INTEGER, reached INTEGER);
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;
PRAGMA temp_store=FILE;
"""

CUT = """
SELECT count(*) FROM problems WHERE reason = 'truncated-file' AND outcome = 'noted'
"""


class Held(Protocol):
    """What is touched by one thread at a time."""

    lock: threading.RLock


H = TypeVar("H", bound=Held)


def alone(act: Callable[Concatenate[H, P], R]) -> Callable[Concatenate[H, P], R]:
    """Lets one thread at a time in: a connection to SQLite that is closed while another thread is
    in it takes the whole process down."""

    @wraps(act)
    def in_turn(bench: H, /, *args: P.args, **named: P.kwargs) -> R:
        with bench.lock:
            return act(bench, *args, **named)

    return in_turn


def problem_of(*cells: Any) -> tuple[int, Problem]:
    """A row of the report with its place."""
    place, reason, outcome, file, line, offset, about, excerpt = cells
    where = Place(file, line, offset)
    return place, Problem(Reason(reason), Outcome(outcome), where, about, excerpt)


def storable(text: str) -> str:
    """The text without what SQLite does not keep."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
