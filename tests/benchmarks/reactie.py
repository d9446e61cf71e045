"""Reactie as somebody who installed it starts it: `init`, `token create`, `serve`.

Its budgets of posts a minute are set out of reach, for the load comes from one address. Everything
else is its default: every rule, SQLite with `synchronous=FULL`, new authors wait for a moderator.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.contender import Contender
from tests.benchmarks.load import ROOT
from tests.benchmarks.requests import Address, exchange, post_request
from tests.benchmarks.server_process import Server, free_address, module_command, running
from tests.benchmarks.texts import comment

NAME = "Reactie"
SITE = "blog"
MOST_LISTED = 500

_PROGRAM = "service"
POST_PATH = "/api/v1/comments"
QUEUE_PATH = "/api/v1/admin/comments?status=pending"
_UNREACHED = "1000000000"


@dataclass(frozen=True, slots=True)
class Reactie:
    """A running Reactie, its database file, and a token for all of it."""

    contender: Contender
    database: Path
    token: str


@contextmanager
def reactie(folder: Path, flush_ms: float = 0.0) -> Iterator[Reactie]:
    """A running Reactie with one site in an empty database in `folder`."""
    database = folder / "reactie.db"
    new_site(database)
    token = new_token(database)
    with served(database, folder, flush_ms) as server:

        def seed(page: str, numbers: range) -> None:
            for number in numbers:
                exchange(server.address, POST_PATH, post_body(page, number))
            _approve_all(server.address, token)

        def request(page: str, number: int) -> str:
            return post_request(server.address, POST_PATH, post_body(page, number))

        yield Reactie(Contender(NAME, server, read_path, request, seed), database, token)


@contextmanager
def served(database: Path, folder: Path, flush_ms: float = 0.0) -> Iterator[Server]:
    """A server on the database, which writes its log to `folder`."""
    address = free_address()
    told = ["serve", "--host", address.host, "--port", str(address.port)]
    command = module_command(sys.executable, _PROGRAM, *told, flush_ms=flush_ms)
    log = folder / f"{database.stem}-{address.port}.log"
    environ = _environ(database)
    with running(command, address=address, log=log, cwd=ROOT, environ=environ) as server:
        yield server


def new_site(database: Path) -> None:
    """Makes the database with its one site."""
    said(database, "init", "--site", SITE, "--origin", "https://blog.example", "--lang", "nl")


def new_token(database: Path) -> str:
    """A token by which a program may do all on the database."""
    return said(database, "token", "create", "--name", "benchmark", "--role", "admin")


def said(database: Path, *arguments: str, typed: str = "") -> str:
    """Runs a command on the database; what it writes on stdout. Raises CalledProcessError."""
    done = subprocess.run(
        module_command(sys.executable, _PROGRAM, *arguments),
        cwd=ROOT,
        env={**os.environ, **_environ(database)},
        input=typed,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def stored(reactie: Reactie, bodies: Sequence[str]) -> int:
    """How many of the comments that these answers acknowledge are in the database file.

    The server is killed (SIGKILL) first, so only what it had written counts.
    """
    reactie.contender.server.end(signal.SIGKILL)
    database = sqlite3.connect(f"{reactie.database.as_uri()}?mode=ro", uri=True)
    try:
        kept = {public_id for (public_id,) in database.execute("SELECT public_id FROM comments")}
    finally:
        database.close()
    return len({json.loads(body)["id"] for body in bodies} & kept)


def list_path(page: str) -> str:
    """Where the public comments of a page are listed, as many as anybody gets at first."""
    return f"{POST_PATH}?{urlencode({'site': SITE, 'post': page})}"


def read_path(page: str) -> str:
    """Where all of them are listed, if they are no more than 500."""
    return f"{list_path(page)}&limit={MOST_LISTED}"


def decisions_path(comment: str) -> str:
    """Where decisions on a comment go."""
    return f"/api/v1/admin/comments/{comment}/decisions"


def _approve_all(address: Address, token: str) -> None:
    while waiting := json.loads(exchange(address, f"{QUEUE_PATH}&limit=200", token=token))["items"]:
        for held in waiting:
            approval = {"action": "approve", "version": held["version"]}
            exchange(address, decisions_path(held["id"]), approval, token)


def post_body(page: str, number: int) -> dict[str, str]:
    """Comment `number`, for a page."""
    words = comment(number)
    return {
        "site": SITE,
        "post": page,
        "post_title": "Een stuk",
        "name": words.author,
        "email": words.email,
        "text": words.text,
    }


def _environ(database: Path) -> dict[str, str]:
    return {
        "REACTIE_CONFIG": os.devnull,
        "REACTIE_DATABASE": str(database),
        "REACTIE_POSTS_PER_MINUTE": _UNREACHED,
        "REACTIE_THREAD_POSTS_PER_MINUTE": _UNREACHED,
        "REACTIE_SITE_POSTS_PER_MINUTE": _UNREACHED,
    }
