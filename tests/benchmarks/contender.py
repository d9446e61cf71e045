"""A comment server as the measuring sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks.server_process import Server


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server: the path that lists a page's comments, the request that posts comment
    `number` to a page, and the act that makes the comments with these numbers public on a page."""

    name: str
    server: Server
    read_path: Callable[[str], str]
    request: Callable[[str, int], str]
    seed: Callable[[str, range], None]
