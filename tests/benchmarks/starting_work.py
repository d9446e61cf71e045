"""How long a server takes from the start of its process to its first answer."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count
from pathlib import Path
from urllib.error import HTTPError

from tests.benchmarks.bare import NAME as BARE
from tests.benchmarks.bare import bare
from tests.benchmarks.isso import NAME as ISSO
from tests.benchmarks.isso import isso
from tests.benchmarks.load import Run
from tests.benchmarks.reactie import NAME as REACTIE
from tests.benchmarks.reactie import new_site, read_path, served
from tests.benchmarks.requests import exchange
from tests.benchmarks.server_process import Server
from tests.benchmarks.work import Bench, OneRun, Work

_PAGE = "/bench/empty.html"


def starting_work(bench: Bench) -> list[Work]:
    """All of it: Reactie with its one site, the others with nothing."""
    folder, numbers = bench.field.folder, count()

    def ours() -> Run:
        database = folder / f"start-{next(numbers)}.db"
        new_site(database)
        return _first_answer(served(database, folder), read_path(_PAGE))

    runs: dict[str, OneRun] = {
        BARE: lambda: _first_answer(bare({"empty": b"[]"}, folder), "/empty"),
        REACTIE: ours,
    }
    venv = bench.field.isso_venv
    if venv is not None:
        runs[ISSO] = lambda: _first_answer(_new_isso(venv, folder / f"isso-{next(numbers)}"), "/")
    return [Work("start", "from the start of the process to its first answer", runs)]


@contextmanager
def _new_isso(venv: Path, folder: Path) -> Iterator[Server]:
    folder.mkdir()
    with isso(venv, folder) as contender:
        yield contender.server


def _first_answer(starting: AbstractContextManager[Server], path: str) -> Run:
    began = time.perf_counter()
    with starting as server:
        # To be told that something is wrong with a request is an answer too.
        with suppress(HTTPError):
            exchange(server.address, path)
        seconds = time.perf_counter() - began
        run = Run(1, 1 / seconds, seconds * 1000, seconds * 1000)
        return run.costing(server.cpu_seconds())
