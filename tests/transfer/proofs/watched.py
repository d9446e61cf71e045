"""The import command in a process of its own, with its bar, its memory and its seconds."""

import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.served import ROOT

HOST = "www.stuffaboutcode.com"
_HIGH_WATER = re.compile(r"VmHWM:\s+(\d+) kB")
_PERCENT = re.compile(rb"(\d{1,3})%")
_LONGEST = 1_800


@dataclass(slots=True)
class Run:
    """How it went. `seen` are the percentages that its bars showed, in their order; `megabytes` is
    the most that it held at a time; `made`: the second bar was there."""

    code: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    megabytes: float = 0.0
    seen: list[int] = field(default_factory=list)
    said: str = ""

    @property
    def made(self) -> bool:
        return any(after < before for before, after in zip(self.seen, self.seen[1:], strict=False))


def reactie(folder: Path, *arguments: str | Path) -> str:
    """Runs a command to its end; what it printed. Raises CalledProcessError."""
    return subprocess.run(
        _command(*arguments), cwd=ROOT, env=_environ(folder), check=True, capture_output=True
    ).stdout.decode()


def new_site(folder: Path) -> None:
    """A database with the site of the visible Takeout, made once for all folders beside it."""
    template = folder.parent / "template"
    if not template.exists():
        template.mkdir()
        reactie(template, "init", "--site", "blog", "--origin", f"https://{HOST}")
    shutil.copy(template / "blog.db", folder)


def started(folder: Path, file: Path) -> subprocess.Popen[bytes]:
    """The import, on its way with nobody watching."""
    return subprocess.Popen(
        _command(*_import(file)),
        cwd=ROOT,
        env=_environ(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def watched(folder: Path, file: Path, stop: Callable[[Run], bool] = lambda _: False) -> Run:
    """The import at a terminal. When `stop` says so of what was seen it gets a Ctrl-C."""
    run, (ours, theirs) = Run(), pty.openpty()
    before, shown, deadline = time.monotonic(), bytearray(), time.monotonic() + _LONGEST
    # A shell lets what it starts in the background ignore Ctrl-C, and that is handed down.
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
    with (folder / "said").open("wb") as out:
        process = subprocess.Popen(
            _command(*_import(file)), cwd=ROOT, env=_environ(folder), stdout=out, stderr=theirs
        )
    signal.signal(signal.SIGINT, heeded)
    os.close(theirs)
    stopped = 0.0
    with suppress(OSError):  # it has ended, and its terminal with it
        while data := os.read(ours, 65_536):
            shown += data
            # Not ru_maxrss: what starts a process counts as its memory there.
            run.megabytes = max(run.megabytes, _most_memory(process.pid))
            run.seen = _percentages(shown)
            if not stopped and (stop(run) or time.monotonic() > deadline):
                process.send_signal(signal.SIGINT)
                stopped = time.monotonic()
    os.close(ours)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = run.code = os.waitstatus_to_exitcode(status)
    run.seconds = time.monotonic() - (stopped or before)
    run.processor = used.ru_utime + used.ru_stime
    run.said = shown.decode(errors="replace")
    return run


def _most_memory(process: int) -> float:
    """The most megabytes that it held at a time; 0 when it has ended."""
    with suppress(OSError):
        found = _HIGH_WATER.search(Path(f"/proc/{process}/status").read_text())
        return int(found[1]) * 1024 / 1e6 if found else 0.0
    return 0.0


def _percentages(shown: bytes) -> list[int]:
    seen: list[int] = []
    for found in _PERCENT.finditer(shown):
        if not seen or seen[-1] != int(found[1]):
            seen.append(int(found[1]))
    return seen


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in the database: comments, imports that are to be gone on with, and what those say
    that they made."""

    comments: int
    running: int
    said: int


def kept(folder: Path) -> Kept:
    """Looks past the service."""
    with closing(sqlite3.connect(f"file:{folder / 'blog.db'}?mode=ro", uri=True)) as database:
        [comments] = database.execute("SELECT count(*) FROM comments").fetchone()
        running, said = database.execute(
            "SELECT count(*), coalesce(sum(json_extract(position, '$.counts.created')), 0)"
            " FROM jobs WHERE state = 'running'"
        ).fetchone()
    return Kept(comments, running, said)


def exported(folder: Path) -> list[bytes]:
    """The site's export without its first line and its last."""
    path = folder / "out.comments.jsonl"
    path.unlink(missing_ok=True)
    reactie(folder, "export", path, "--site", "blog")
    return path.read_bytes().splitlines()[1:-1]


def _import(file: Path) -> tuple[str | Path, ...]:
    return "import", file, "--site", "blog", "--base-url", f"https://{HOST}"


def _command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "service", *map(str, arguments)]


def _environ(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "REACTIE_CONFIG": os.devnull,
        "REACTIE_DATABASE": str(folder / "blog.db"),
        "COLUMNS": "100",
        "TERM": "xterm",
    }
