"""Sites for the files that are tried: each file, each time, on a new one."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from service.domain.neutral import Record
from service.storage import open_storage
from tests.faults.fault import NotRunError
from tests.storage.making import Maker, TickingClock
from tests.transfer.engine import Mover, at_home
from tests.transfer.visible import DATA, Visible, visible_files

_SLUGS = count()


@asynccontextmanager
async def movers(folder: Path) -> AsyncIterator[Mover]:
    """A mover of one site in a new database; `elsewhere` gives others."""
    clock = TickingClock()
    async with open_storage(str(folder / "proof.db"), clock=clock) as storage:
        yield Mover(storage, clock, await Maker(storage, clock).site("blog"))


async def elsewhere(mover: Mover, records: list[Record]) -> Mover:
    """The same on a new site, which lives where the records' pages do."""
    return await at_home(await mover.beside(f"s{next(_SLUGS)}"), records)


async def brought(mover: Mover, records: list[Record]) -> tuple[Mover, list[bytes]]:
    """A new site with the records, and its export."""
    fresh = await elsewhere(mover, records)
    await fresh.bring(records)
    return fresh, inner(await fresh.export())


def inner(data: bytes) -> list[bytes]:
    """The lines of an export but the one that tells the site, and the one that tells the sum."""
    return data.splitlines()[1:-1]


def files_with_comments() -> list[Visible]:
    """The visible files that have any. Raises NotRunError where they are not."""
    if not DATA.exists():
        raise NotRunError("no data/imports: set REACTIE_SHARED to the folder that holds data/")
    return [file for file in visible_files() if file.comments]


def spread(files: Iterable[Visible], most: int) -> list[Visible]:
    """At most so many, small ones first."""
    return sorted(files, key=lambda file: file.comments)[:most]
