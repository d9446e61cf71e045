"""Every visible file through the whole engine: kept, once, in any order, and out again the same."""

import random
from pathlib import Path

import pytest

from service.storage import SqlStorage
from tests.storage.making import Maker, TickingClock
from tests.transfer.engine import Mover, at_home
from tests.transfer.visible import Visible, read, visible_files

MANY = 100
SECRETS = (b"$2a$", b"session-key")
"""How hashes of passwords begin, and what Isso signs with: some of the files hold them."""
FILES = [file for file in visible_files() if file.comments]


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite alone: that PostgreSQL does the same is shown by the engine's own tests."""
    return sqlite_database


@pytest.mark.parametrize("file", FILES, ids=str)
async def test_a_file_is_kept_once_in_any_order_and_comes_out_the_same(
    file: Visible,
    storage: SqlStorage,
    database: str,
    clock: TickingClock,
    make: Maker,
    tmp_path: Path,
) -> None:
    records = read(file)
    mover = await at_home(Mover(storage, clock, make.the_site), records)

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
    kept = [part.read_bytes() for part in Path(database).parent.glob(f"{Path(database).name}*")]
    assert kept
    assert not [secret for secret in SECRETS for each in (first, *kept) if secret in each]


def _lines(data: bytes) -> list[bytes]:
    """Without the line that tells the site, and the one that tells the sum of all."""
    return data.splitlines()[1:-1]
