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
from tests.benchmarks.server_process import free_address, running
from tests.benchmarks.texts import comment

NAME = "Reactie"
SITE = "blog"

_COMMAND = (sys.executable, "-m", "service")
_POST_PATH = "/api/v1/comments"
_UNREACHED = "1000000000"


@dataclass(frozen=True, slots=True)
class Reactie:
    """A running Reactie and its database file."""

    contender: Contender
    database: Path


@contextmanager
def reactie(folder: Path) -> Iterator[Reactie]:
    """A running Reactie with one site in an empty database in `folder`."""
    database = folder / "reactie.db"
    environ = {
        "REACTIE_CONFIG": str(folder / "none.toml"),
        "REACTIE_DATABASE": str(database),
        "REACTIE_POSTS_PER_MINUTE": _UNREACHED,
        "REACTIE_THREAD_POSTS_PER_MINUTE": _UNREACHED,
        "REACTIE_SITE_POSTS_PER_MINUTE": _UNREACHED,
    }
    _said(["init", "--site", SITE, "--origin", "https://blog.example", "--lang", "nl"], environ)
    token = _said(["token", "create", "--name", "benchmark", "--role", "admin"], environ)
    address = free_address()
    command = [*_COMMAND, "serve", "--host", address.host, "--port", str(address.port)]
    log = folder / "reactie.log"

    def seed(page: str, numbers: range) -> None:
        for number in numbers:
            exchange(address, _POST_PATH, _body(page, number))
        _approve_all(address, token)

    def request(page: str, number: int) -> str:
        return post_request(address, _POST_PATH, _body(page, number))

    with running(command, address=address, log=log, cwd=ROOT, environ=environ) as server:
        yield Reactie(Contender(NAME, server, _read_path, request, seed), database)


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


def _read_path(page: str) -> str:
    return f"{_POST_PATH}?{urlencode({'site': SITE, 'post': page})}"


def _approve_all(address: Address, token: str) -> None:
    queue = "/api/v1/admin/comments?status=pending"
    while waiting := json.loads(exchange(address, queue, token=token))["items"]:
        for held in waiting:
            decisions = f"/api/v1/admin/comments/{held['id']}/decisions"
            exchange(address, decisions, {"action": "approve", "version": held["version"]}, token)


def _body(page: str, number: int) -> dict[str, str]:
    words = comment(number)
    return {
        "site": SITE,
        "post": page,
        "post_title": "Een stuk",
        "name": words.author,
        "email": words.email,
        "text": words.text,
    }


def _said(arguments: Sequence[str], environ: dict[str, str]) -> str:
    done = subprocess.run(
        [*_COMMAND, *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()
