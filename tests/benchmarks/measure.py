"""What is measured: short runs, one server after the other, so that all see the same machine."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from tests.benchmarks.bare import NAME as BARE
from tests.benchmarks.bare import bare
from tests.benchmarks.contender import Contender
from tests.benchmarks.isso import isso
from tests.benchmarks.load import Posted, Run, post, read
from tests.benchmarks.reactie import NAME as REACTIE
from tests.benchmarks.reactie import reactie, stored
from tests.benchmarks.requests import exchange
from tests.benchmarks.server_process import Server

COMMENTS = 50
READ_PAGE = "/bench/read.html"
POST_PAGES = 20

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure: `rounds` of every server in turn, `seconds` a run of GETs, `posts` a
    run of POSTs. `isso` is its virtual environment, or None to leave it out."""

    rounds: int
    seconds: float
    posts: int
    isso: Path | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of each server by its name, in the order of the rounds. `sizes` are the bytes of the
    lists that were read; `acknowledged` and `stored` count Reactie's comments."""

    reads: Mapping[str, list[Run]]
    posts: Mapping[str, list[Run]]
    sizes: Mapping[str, int]
    acknowledged: int
    stored: int


def measure(plan: Plan, tell: Tell) -> Measured:
    """Starts the servers with empty databases, measures them in turn and ends them.

    Raises StartError and LoadError.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reactie-bench-")))
        tell(f"starting the servers, posting {COMMENTS} comments to each")
        ours = stack.enter_context(reactie(folder))
        contenders = [ours.contender]
        if plan.isso is not None:
            contenders.append(stack.enter_context(isso(plan.isso, folder)))
        for contender in contenders:
            contender.seed(READ_PAGE, range(COMMENTS))
        lists = {each.name: (each.server, each.read_path(READ_PAGE)) for each in contenders}
        bodies = {name: exchange(each.address, path) for name, (each, path) in lists.items()}
        with bare(bodies[REACTIE], folder) as ceiling:
            reads = _reads(plan, {BARE: (ceiling, "/"), **lists}, tell)
        posted = _posts(plan, contenders, tell)
        answers = [body for run in posted[REACTIE] for body in run.bodies]
        return Measured(
            reads=reads,
            posts={name: [done.run for done in runs[1:]] for name, runs in posted.items()},
            sizes={name: len(body) for name, body in bodies.items()},
            acknowledged=len(answers),
            stored=stored(ours, answers),
        )


def _reads(plan: Plan, lists: Mapping[str, tuple[Server, str]], tell: Tell) -> dict[str, list[Run]]:
    for server, path in lists.values():
        read(server.address, path, seconds=1)
    runs: dict[str, list[Run]] = {name: [] for name in lists}
    for turn in range(plan.rounds):
        for name, (server, path) in lists.items():
            before = server.cpu_seconds()
            run = read(server.address, path, plan.seconds)
            runs[name].append(run.costing(server.cpu_seconds() - before))
            tell(f"GET {turn + 1}/{plan.rounds} {name}: {runs[name][-1].rate:,.0f}/s")
    return runs


def _posts(plan: Plan, contenders: Sequence[Contender], tell: Tell) -> dict[str, list[Posted]]:
    """The runs of each server; the first of them is a short one that warms up."""
    numbers = count(COMMENTS)
    runs: dict[str, list[Posted]] = {contender.name: [] for contender in contenders}
    for turn in range(plan.rounds + 1):
        batch = list(islice(numbers, plan.posts if turn else plan.posts // 10))
        for contender in contenders:
            requests = list(_requests(contender, batch))
            before = contender.server.cpu_seconds()
            done = post(contender.server.address, requests)
            run = done.run.costing(contender.server.cpu_seconds() - before)
            runs[contender.name].append(Posted(run, done.bodies))
            tell(f"POST {turn}/{plan.rounds} {contender.name}: {done.run.rate:,.0f}/s")
    return runs


def _requests(contender: Contender, numbers: Sequence[int]) -> Iterator[str]:
    return (contender.request(f"/bench/{n % POST_PAGES}.html", n) for n in numbers)
