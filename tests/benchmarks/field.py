"""The servers that are measured beside each other, with the same comments in each."""

import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.bare import bare
from tests.benchmarks.contender import Contender
from tests.benchmarks.isso import isso
from tests.benchmarks.progress import tell
from tests.benchmarks.reactie import POST_PATH, QUEUE_PATH, Reactie, post_body, reactie, read_path
from tests.benchmarks.requests import exchange
from tests.benchmarks.server_process import Server

SIZES = (50, 500)
POST_PAGES = 20
WAITING = 60
_FIRST_POST = 10_000


@dataclass(frozen=True, slots=True)
class Field:
    """All of them, running. `isso` is None where it is left out; `bodies` are Reactie's answers, by
    the names under which `bare` gives them."""

    folder: Path
    reactie: Reactie
    isso: Contender | None
    isso_venv: Path | None
    bare: Server
    bodies: dict[str, bytes]

    @property
    def contenders(self) -> Sequence[Contender]:
        """Those that are comment servers."""
        return [each for each in (self.reactie.contender, self.isso) if each is not None]


def page_of(size: int) -> str:
    """The page with so many public comments."""
    return f"/bench/read-{size}.html"


def post_page(number: int) -> str:
    """The page that comment `number` is posted to."""
    return f"/bench/{number % POST_PAGES}.html"


def counts_path() -> str:
    """Where Reactie tells how many comments the pages have that are posted to."""
    pages = "&".join(f"post={post_page(number)}" for number in range(POST_PAGES))
    return f"/api/v1/counts?site=blog&{pages}"


@contextmanager
def field(isso_venv: Path | None, flush_ms: float = 0.0) -> Iterator[Field]:
    """Starts them with empty databases, each flush of which takes so much longer, and fills those.
    Raises StartError."""
    with ExitStack() as stack:
        prefix = "reactie-bench-"
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=prefix)))
        tell(f"starting the servers, posting {sum(SIZES)} comments to each")
        ours = stack.enter_context(reactie(folder, flush_ms))
        theirs = None
        if isso_venv is not None:
            theirs = stack.enter_context(isso(isso_venv, folder, flush_ms))
        for contender in (ours.contender, theirs):
            if contender is not None:
                first = 0
                for size in SIZES:
                    contender.seed(page_of(size), range(first, first + size))
                    first += size
        bodies = _bodies(ours)
        ceiling = stack.enter_context(bare(bodies, folder, flush_ms))
        yield Field(folder, ours, theirs, isso_venv, ceiling, bodies)


def _bodies(ours: Reactie) -> dict[str, bytes]:
    address = ours.contender.server.address
    for number in range(_FIRST_POST, _FIRST_POST + WAITING):
        exchange(address, POST_PATH, post_body(post_page(number), number))
    bodies = {str(size): exchange(address, read_path(page_of(size))) for size in SIZES}
    bodies |= {f"{name}.gz": gzip.compress(body, 6) for name, body in bodies.items()}
    bodies["queue"] = exchange(address, QUEUE_PATH, token=ours.token)
    bodies["counts"] = exchange(address, counts_path())
    shown = [len(json.loads(bodies[str(size)])["items"]) for size in SIZES]
    if shown != list(SIZES):
        raise RuntimeError(f"the pages show {shown} comments")
    return bodies
