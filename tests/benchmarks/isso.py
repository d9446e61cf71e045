"""Isso from PyPI in a virtual environment of its own: two gevent workers behind gunicorn.

It publishes at once (no moderation) and counts no addresses (guard off). Everything else is its
default: SQLite in rollback mode, each write synced to disk, its own Markdown on each request.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.contender import Contender
from tests.benchmarks.load import ROOT
from tests.benchmarks.requests import exchange, post_request
from tests.benchmarks.server_process import free_address, module_command, running
from tests.benchmarks.texts import comment

NAME = "Isso"
PACKAGES = ("isso==0.14.*", "gunicorn", "gevent", "packaging")
DEFAULT_VENV = ROOT / ".venv-isso"

_SETTINGS = """\
[general]
dbpath = {database}
host = http://127.0.0.1:9/
[moderation]
enabled = false
[guard]
enabled = false
"""


def install(venv: Path) -> None:
    """Makes the environment unless it is there. Raises CalledProcessError when pip fails."""
    if (venv / "bin" / "gunicorn").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    subprocess.run([str(venv / "bin" / "pip"), "install", "--quiet", *PACKAGES], check=True)


def versions(venv: Path) -> dict[str, str]:
    """The versions installed there, by name."""
    names = ("isso", "gunicorn", "gevent")
    code = f"from importlib.metadata import version; print(*map(version, {names}))"
    done = subprocess.run(
        [str(venv / "bin" / "python"), "-c", code], stdout=subprocess.PIPE, text=True, check=True
    )
    return dict(zip(names, done.stdout.split(), strict=True))


@contextmanager
def isso(venv: Path, folder: Path, flush_ms: float = 0.0) -> Iterator[Contender]:
    """A running Isso with an empty database in `folder`."""
    address = free_address()
    settings = folder / "isso.cfg"
    settings.write_text(_SETTINGS.format(database=folder / "isso.db"))
    told = ["--worker-class", "gevent", "--workers", "2", "--log-level", "warning"]
    told += ["--bind", f"{address.host}:{address.port}", "isso.run"]
    command = module_command(venv / "bin" / "python", "gunicorn", *told, flush_ms=flush_ms)
    environ = {"ISSO_SETTINGS": str(settings), "PYTHONPATH": str(ROOT)}
    log = folder / "isso.log"

    def seed(page: str, numbers: range) -> None:
        for number in numbers:
            exchange(address, _post_path(page), _body(number))

    def request(page: str, number: int) -> str:
        return post_request(address, _post_path(page), _body(number))

    with running(command, address=address, log=log, cwd=folder, environ=environ) as server:
        yield Contender(NAME, server, _read_path, request, seed)


def _read_path(page: str) -> str:
    return "/?" + urlencode({"uri": page})


def _post_path(page: str) -> str:
    return "/new?" + urlencode({"uri": page})


def _body(number: int) -> dict[str, str]:
    words = comment(number)
    return {"author": words.author, "email": words.email, "text": words.text, "title": "Een stuk"}
