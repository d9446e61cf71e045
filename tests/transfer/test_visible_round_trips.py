"""Every visible file through the whole engine: kept, once, in any order, and out again the same."""

import random
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.domain.neutral import NeutralThread, Record
from service.domain.ports import Transaction
from service.storage import SqlStorage
from tests.storage.making import Maker, TickingClock
from tests.transfer.engine import Mover
from tests.transfer.visible import Visible, read, visible_files

MANY = 100
FILES = [file for file in visible_files() if file.comments]


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite alone: that PostgreSQL does the same is shown by the engine's own tests."""
    return sqlite_database


@pytest.mark.parametrize("file", FILES, ids=str)
async def test_a_file_is_kept_once_in_any_order_and_comes_out_the_same(
    file: Visible, storage: SqlStorage, clock: TickingClock, make: Maker, tmp_path: Path
) -> None:
    records = read(file)
    mover = await _at_home(Mover(storage, clock, make.the_site), records)

    report, job = await mover.bring(records)

    counts = job.position["counts"]
    assert report["records"] == file.comments
    assert report["comments"] + report["merged"] + report["skipped"] == file.comments
    assert counts["created"] + counts["aside"] == report["comments"]
    first = await mover.export()
    for seed in range(1 if file.comments > MANY else 3):
        shuffled = random.Random(seed).sample(records, len(records))
        _, again = await mover.bring(shuffled)
        assert again.position["counts"]["unchanged"] == report["comments"]
        assert await mover.export() == first
    other = await mover.beside("other")
    _, copied = await other.bring(random.Random(9).sample(records, len(records)))
    assert copied.position["counts"] == counts
    assert _lines(await other.export()) == _lines(first)
    third = await mover.beside("third")
    await third.bring_export(first, tmp_path)
    assert _lines(await third.export()) == _lines(first)


async def _at_home(mover: Mover, records: list[Record]) -> Mover:
    """A site that lives where the file's pages do."""
    threads = [record for record in records if isinstance(record, NeutralThread)]
    hosts = {urlsplit(thread.address or "").hostname for thread in threads}
    known = tuple(sorted(host for host in hosts if host and "localhost" not in host))
    site = replace(mover.site, hosts=(*mover.site.hosts, *known))

    async def unit(tx: Transaction) -> None:
        await tx.change_site(site)

    await mover.storage.write(unit)
    return replace(mover, site=site)


def _lines(data: bytes) -> list[bytes]:
    """Without the line that tells the site, and the one that tells the sum of all."""
    return data.splitlines()[1:-1]
