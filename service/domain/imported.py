"""An import once it is read and linked: what it would make, and what it needs of what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from service.domain.comment import Status
from service.domain.import_problem import Problem
from service.domain.neutral import ExternalId, NeutralComment
from service.domain.site import Site

HELD = "held:"
"""How keys of threads begin that nobody can ask for: pages that are not the site's or not public.
No page has such an address (`domain.page_key` takes it for one with a scheme)."""


@dataclass(frozen=True, slots=True)
class PlannedThread:
    """A page as it would be here. `external` are the sources' threads that fell together on it,
    with what they said of when it was made; `aliases` are keys."""

    key: str
    url: str | None
    title: str | None
    closed: bool
    created_at: int | None
    aliases: tuple[str, ...]
    external: tuple[tuple[ExternalId, int | None], ...]


@dataclass(frozen=True, slots=True)
class PlannedComment:
    """A comment as it would be here. `thread` is a key, `twin` as in `Outline`; `parent` is None on
    the page itself, and `orphan_of` the parent that is not there. `status` is where it would stand:
    a `held` one waits whatever its source said. `text` is what people read of it, and `source` the
    same as it was written where it is to be rendered as `form` (None: Markdown, as `text` is). One
    that is `aside` is kept, and is no comment here. `digest` is equal for equal records. `anchor`
    is the fragment by which old links name it."""

    record: NeutralComment
    thread: str
    parent: ExternalId | None
    orphan_of: str | None
    status: Status
    text: str
    source: str | None
    form: str | None
    aside: bool
    digest: str
    anchor: str | None
    created_at: int
    twin: str | None = None

    @property
    def outline(self) -> "Outline":
        """It in short."""
        record = self.record
        external, author, at = record.external, record.author.name, record.created_at
        return Outline(external, self.aside, self.digest, self.thread, self.twin, author, at)


@dataclass(frozen=True, slots=True)
class Outline:
    """A planned comment in short. `twin` is a name that is the same in the exports of two systems
    that both had the comment (see `transfer.twins`), None where it surely has none."""

    external: ExternalId
    aside: bool
    digest: str
    thread: str
    twin: str | None
    author: str | None
    created_at: int | None


Planned: TypeAlias = PlannedThread | PlannedComment


@dataclass(frozen=True, slots=True)
class Known:
    """A comment that was imported before. `touched`: somebody decided on it or edited it here;
    `gone`: it was removed here; `undone`: its run was taken back. `external` is what its own source
    calls it, which is another one's name for a twin that came from elsewhere."""

    external: ExternalId
    digest: str
    touched: bool
    gone: bool
    undone: bool


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A comment that is here, on a page that this key leads to. Times are UTC milliseconds."""

    thread: str
    source: tuple[str, str] | None
    author: str | None
    created_at: int
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for a whole run. `first` is the place of the first of a batch, `at` now in
    UTC milliseconds; `teaches`: people's judgements at the source count here too."""

    run: str
    first: int
    at: int
    teaches: bool = False


class Bench(Protocol):
    """Where an import lies while it is read and linked: not in the database, so that nothing of it
    is to be seen, and its size costs no memory. Made by `transfer.workbench`."""

    def unknown_threads(self) -> Sequence[ExternalId]:
        """Threads that comments name and nobody told of."""

    def adopt_threads(self, known: Mapping[ExternalId, str]) -> None:
        """Those of them that are here, by their keys."""

    def unknown_parents(self) -> Sequence[ExternalId]:
        """Parents that are not in it."""

    def adopt_parents(self, known: Mapping[ExternalId, str]) -> None:
        """Those of them that are here, with the keys of their threads."""

    def link(self) -> None:
        """Finds each comment its thread and parent. After it nothing is read any more."""

    def count(self) -> int:
        """How many threads and comments it would make."""

    def pages(self, after: int, most: int) -> Sequence[PlannedThread]:
        """The next pages after so many."""

    def outlined(self, after: int, most: int) -> Sequence[Outline]:
        """The next comments after so many, in short."""

    def planned(self, after: int, most: int) -> Sequence[Planned]:
        """The next ones after so many: threads first, then each comment after its parent."""

    def say(self, problem: Problem) -> None:
        """Adds a row to the report."""

    def problems(self, after: int, most: int) -> Sequence[tuple[int, Problem]]:
        """The next rows of the report, each with its place."""

    def report(self) -> dict[str, Any]:
        """Counts of what was read, and of problems by reason with the first of each."""


class Imports(Protocol):
    """What is kept of imports."""

    async def thread_keys(
        self, site_id: int, threads: Sequence[ExternalId]
    ) -> Mapping[ExternalId, str]:
        """The keys of those threads that were imported before."""

    async def parent_threads(
        self, site_id: int, comments: Sequence[ExternalId]
    ) -> Mapping[ExternalId, str]:
        """The keys of the threads of those comments that are here."""

    async def existing_keys(self, site_id: int, keys: Sequence[str]) -> Sequence[str]:
        """Those of the keys that lead to a thread already."""

    async def known(self, site_id: int, comments: Sequence[Outline]) -> Mapping[ExternalId, Known]:
        """Those of the comments that were imported before, or whose twin on the same page was."""

    async def on_pages(
        self, site_id: int, keys: Sequence[str], between: tuple[int, int]
    ) -> Sequence[Lookalike]:
        """What was written on the pages between two times, both included."""

    async def problems(self, run: str, after: int, most: int) -> Sequence[tuple[int, Problem]]:
        """The next rows of a run's report."""

    async def comment_at(self, site_id: int, anchor: str) -> Sequence[tuple[str, str]]:
        """The public ids of the comments that old links name so, and the keys of their pages."""


class ImportWrites(Protocol):
    """What a unit may do for an import."""

    async def known(
        self, site_id: int, comments: Sequence[Outline], run: str
    ) -> Mapping[ExternalId, Known]:
        """Those of the comments that were imported before, or whose twin on the same page was by
        another run than this; the site's log locked."""

    async def add(
        self,
        site: Site,
        order: Order,
        planned: Sequence[Planned],
        known: Mapping[ExternalId, Known],
    ) -> None:
        """Makes threads, and comments that are not `known` or whose run was undone, with their
        decisions. The parent of a comment is among them before it, or here already. Of a comment
        whose twin is known only the name is kept, by which that is found too."""

    async def add_problems(self, run: str, rows: Sequence[tuple[int, Problem]]) -> None:
        """Keeps rows of the report."""

    async def join_orphans(self, site_id: int, run: str) -> int:
        """Puts comments below the parents that came with this run, which they lacked until now.
        Returns how many."""

    async def take_back(
        self, site_id: int, run: str, after: int, most: int, at: int
    ) -> tuple[int, int, int]:
        """Undoes a run's comments, the next ones after the id of one, where nobody touched or
        answered them: they are blank and deleted, and can be imported again. Returns how many were
        undone, how many left alone, and the id of the last; that is 0 at the end."""
