"""A blog with a long made-up history, served, and what is asked of it."""

import json
import random
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load import ROOT
from tests.benchmarks.reactie import list_path, new_token, said, served
from tests.benchmarks.requests import exchange
from tests.benchmarks.server_process import Server

PAGE = "/bench/50.html"
MIDDLING = (20, 40)
"""Public comments of the pages that are read when nothing of them is in memory."""
_EMAIL, _PASSWORD = "bench@blog.example", "een lange zin met woorden"
MIDDLING_PAGES, PAGES = 80, 900
"""So many are asked for at every size: as many as the smallest one has."""


@dataclass(frozen=True, slots=True)
class Blog:
    """A server on a history of so many comments, and what is asked of it: some pages of a middling
    size, some of any, and the ways in."""

    comments: int
    database: Path
    server: Server
    middling: Sequence[str]
    pages: Sequence[str]
    token: str
    cookie: str


def seed(folder: Path, comments: int) -> Path:
    """The history of so many comments in the folder, made unless it is there, with a model that
    knows all that was decided."""
    database = folder / f"{comments}.db"
    is_there = database.exists()
    command = [sys.executable, "-m", "service", "bench", "seed", str(comments)]
    subprocess.run([*command, "--database", str(database)], cwd=ROOT, stdout=sys.stderr, check=True)
    if not is_there:
        said(database, "model", "learn", "--site", "blog")
        account = ("--name", "Bench", "--email", _EMAIL, "--role", "owner")
        said(database, "moderator", "add", *account, "--password-file", "-", typed=_PASSWORD)
    return database


@contextmanager
def blog(database: Path, comments: int, folder: Path) -> Iterator[Blog]:
    """The blog while it is served."""
    token = new_token(database)
    with served(database, folder) as server:
        yield Blog(
            comments,
            database,
            server,
            _sample(_pages_of(database, *MIDDLING), MIDDLING_PAGES),
            _sample(_pages_of(database, 1, comments), PAGES),
            token,
            _signed_in(server),
        )


def seconds_to_first_answer(database: Path, folder: Path) -> float:
    """From the start of a server to its first answer, a page of comments."""
    began = time.perf_counter()
    with served(database, folder) as server:
        exchange(server.address, list_path(PAGE))
        return time.perf_counter() - began


def hottest(database: Path, most: int) -> list[str]:
    """The pages with most comments."""
    return _asked(
        database,
        "SELECT t.key FROM (SELECT thread_id, count(*) AS n FROM comments WHERE published IS NOT"
        " NULL GROUP BY thread_id ORDER BY n DESC LIMIT ?) JOIN threads t ON t.id = thread_id",
        most,
    )


def _pages_of(database: Path, least: int, most: int) -> list[str]:
    return _asked(
        database,
        "SELECT t.key FROM (SELECT thread_id, count(*) AS n FROM comments WHERE published IS NOT"
        " NULL GROUP BY thread_id HAVING n BETWEEN ? AND ?) JOIN threads t ON t.id = thread_id",
        least,
        most,
    )


def _asked(database: Path, sql: str, *values: int) -> list[str]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return [key for (key,) in connection.execute(sql, values)]


def _sample(pages: Sequence[str], many: int) -> list[str]:
    return random.Random(0).sample(pages, min(many, len(pages)))


def _signed_in(server: Server) -> str:
    body = json.dumps({"email": _EMAIL, "password": _PASSWORD}).encode()
    request = urllib.request.Request(server.address.url("/api/v1/admin/sessions"), body)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as answer:
        cookie: str = answer.headers["Set-Cookie"]
    return cookie.partition(";")[0]
