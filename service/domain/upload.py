"""A file of comments that somebody sent in: how it is read, and where it lies until then."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from service.domain.site import Site

if TYPE_CHECKING:
    from service.domain.imported import Bench  # with all that imports are made of

RUNNER = "upload"
"""Who works an import off whose file was sent in: the server that has it."""
READING, READY = "reading", "ready"
"""Where a look that runs stands. One that is ready waits for somebody to say yes; then it is done,
and one that is left is stopped."""
MENDABLE = ("import_columns", "import_several_blogs", "import_unknown_blog")
"""What other words on the file may mend: such a look has no report, and waits for them."""
RESERVE = 256 * 1024**2
"""Free bytes that an upload leaves on the disk: posts go first."""
LABEL_MAX = 100
UNNAMED = "upload"


def label_of(name: str) -> str:
    """What a sender's name for a file is shown as, and told by what it ends in; never a path. Only
    its last part is left, without what cannot be seen, and of a long one the end."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    return seen[-LABEL_MAX:].strip() or UNNAMED


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What a person says of a file that it may not tell itself. `form` is a format's name, None for
    one that is to be recognised; `hosts` count as the site's own for this once; `columns` are
    pairs of a column's name and our field's, for CSV. The rest is as in `transfer.importer`."""

    form: str | None = None
    hosts: tuple[str, ...] = ()
    as_pending: bool = False
    base_url: str | None = None
    page_pattern: str | None = None
    blog: str | None = None
    zone: str = "UTC"
    date_format: str | None = None
    columns: tuple[tuple[str, str], ...] = ()

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "ReadAs":
        """From what `values` gave, also when it was kept as JSON meanwhile."""
        hosts = tuple(values["hosts"])
        columns = tuple((column, name) for column, name in values["columns"])
        return cls(**{**values, "hosts": hosts, "columns": columns})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that lies here. `name` is ours, `label` its sender's."""

    name: str
    label: str
    size: int
    digest: str


@dataclass(slots=True)
class Pace:
    """How far reading is: bytes `done` of about `total`, and `records`. Setting `stopped` ends it,
    soon and without a result."""

    done: int = 0
    total: int = 0
    records: int = 0
    stopped: bool = False


class Receiving(Protocol):
    """A file on its way in."""

    async def write(self, data: bytes) -> None:
        """Takes some of it. Raises Malformed `body_too_large` and Unavailable `import_no_room`."""

    async def received(self, label: str) -> Upload:
        """It is complete, and stays when the context ends without an error. Raises as `write`."""


class Uploads(Protocol):
    """Where such files lie, each under a name of ours. Made by `storage.upload_folder`."""

    @property
    def most(self) -> int:
        """The most bytes that a file may have."""

    def receiving(self, size: int | None) -> AbstractAsyncContextManager[Receiving]:
        """Takes in a file of so many bytes, as far as that is known. What is not received in whole
        is gone afterwards. Raises as `Receiving.write`."""

    async def format_of(self, upload: Upload, form: str | None) -> str:
        """The name of the format that it is in. Raises Invalid as `transfer.reading.opened`."""

    def claimed(self, name: str) -> AbstractAsyncContextManager[bool]:
        """Whether the file is here and nobody else, in whatever process, is at it; nobody is until
        the context ends."""

    def read(
        self, name: str, label: str, site: Site, asked: ReadAs, pace: Pace, now: int
    ) -> "AbstractAsyncContextManager[Bench]":
        """The file, read beside the event loop. Raises Invalid for what cannot be read, and
        Conflict `job_moved` when the pace was stopped."""

    async def here(self) -> frozenset[str]:
        """The names of those that lie here."""

    async def remove(self, name: str) -> None:
        """Removes it, if it is here."""
