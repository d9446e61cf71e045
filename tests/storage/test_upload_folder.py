"""Files that were sent in, as they lie in a folder that servers may share."""

import asyncio
import errno
import gzip
import io
import shutil
import sqlite3
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from service.domain.errors import Conflict, Invalid, Malformed, Unavailable
from service.domain.site import Site
from service.domain.upload import RESERVE, Pace, ReadAs, Upload
from service.storage import upload_folder
from service.storage.upload_folder import UploadFolder, upload_path
from service.transfer import upload_reading
from service.transfer.reading import opened

SITE = Site(1, "blog", "Blog", "nl", ("https://blog.example",), ("blog.example",), b"x" * 32)
ROWS = b"page,id,text\n" + b"".join(b"/a,%d,Hallo\n" % n for n in range(1_200))
MOST = 100_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "imports"


@pytest.fixture
def folder(path: Path) -> UploadFolder:
    return UploadFolder(path, MOST, lambda: upload_reading)


def lying(path: Path) -> list[str]:
    return [each.name for each in path.iterdir()]


async def keep(
    folder: UploadFolder,
    content: bytes,
    label: str = "oud.csv",
    *,
    told: bool = True,
    fails: Exception | None = None,
) -> Upload:
    async with folder.receiving(len(content) if told else None) as coming:
        for start in range(0, len(content), 1_000):
            await coming.write(content[start : start + 1_000])
        upload = await coming.received(label)
        if fails is not None:
            raise fails
    return upload


async def counted(folder: UploadFolder, upload: Upload, **asked: Any) -> tuple[int, Pace]:
    pace = Pace()
    reading = folder.read(upload.name, upload.label, SITE, ReadAs(**asked), pace, 0)
    async with reading as bench:
        await asyncio.to_thread(bench.link)
        return bench.report()["comments"], pace


def test_where_the_folder_is() -> None:
    assert upload_path("/x", "reactie.db") == Path("/x")
    assert upload_path("", "/data/reactie.db") == Path("/data/reactie.db-imports")
    assert upload_path("", "postgresql://db/x") == Path("reactie-imports")


async def test_a_file_is_private_and_told_by_what_is_in_it(
    folder: UploadFolder, path: Path, tmp_path: Path
) -> None:
    assert await folder.here() == frozenset()
    upload = await keep(folder, ROWS)
    (tmp_path / "oud.csv").write_bytes(ROWS)

    assert await folder.here() == {upload.name}
    assert (path / upload.name).read_bytes() == ROWS
    assert [each.stat().st_mode & 0o777 for each in (path, path / upload.name)] == [0o700, 0o600]
    with opened(tmp_path / "oud.csv") as found:
        assert (found.digest, found.size) == (upload.digest, upload.size)
    assert await folder.format_of(upload, None) == "csv"
    await folder.remove(upload.name)
    await folder.remove(upload.name)
    assert lying(path) == []


async def test_what_is_not_whole_is_gone(
    folder: UploadFolder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_folder, "AT_ONCE", 1_000)
    with pytest.raises(Malformed, match="body_too_large"):
        await keep(folder, b"x" * (MOST + 1))
    with pytest.raises(Malformed, match="body_too_large"):
        await keep(folder, b"x" * (MOST + 1), told=False)
    with pytest.raises(Invalid):
        await keep(folder, b"x", fails=Invalid("import_empty"))
    async with folder.receiving(None) as coming:
        await coming.write(b"x" * 2_000)

    assert lying(path) == []


async def test_one_at_a_time_is_at_a_file_whatever_server_it_is(
    folder: UploadFolder, path: Path
) -> None:
    other = UploadFolder(path, MOST, lambda: upload_reading)
    async with folder.receiving(None) as coming:
        await coming.write(ROWS)
        upload = await coming.received("oud.csv")
        async with other.claimed(upload.name) as while_it_comes:
            assert not while_it_comes
    async with folder.claimed(upload.name) as first, other.claimed(upload.name) as second:
        assert (first, second) == (True, False)
    async with other.claimed(upload.name) as later, other.claimed("0" * 32) as missing:
        assert (later, missing) == (True, False)


async def test_it_is_read_whatever_it_is_packed_in(folder: UploadFolder) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("oud.csv", ROWS)
    for content, label in (
        (ROWS, "oud.csv"),
        (gzip.compress(ROWS), "oud.csv.gz"),
        (packed.getvalue(), "oud.zip"),
    ):
        count, pace = await counted(folder, await keep(folder, content, label))
        assert (count, pace.total) == (1_200, len(ROWS))
        assert 0 < pace.records <= 1_200
        assert 0 < pace.done <= pace.total
    tiny = await keep(folder, b"\x1f\x8b", "x.gz")
    assert await folder.format_of(tiny, "csv") == "csv"
    assert (await counted(folder, tiny, form="csv"))[0] == 0


async def test_reading_ends_soon_when_it_is_stopped_and_leaves_nothing(
    folder: UploadFolder, path: Path
) -> None:
    upload = await keep(folder, ROWS)
    pace = Pace(stopped=True)

    with pytest.raises(Conflict, match="job_moved"):
        async with folder.read(upload.name, "oud.csv", SITE, ReadAs(), pace, 0):
            raise AssertionError("it was read")
    with pytest.raises(Invalid, match="import_columns"):
        await counted(folder, upload, columns=(("Wat", "text"),))

    assert lying(path) == [upload.name]


async def test_what_a_killed_server_unpacked_goes_with_its_file(
    folder: UploadFolder, path: Path
) -> None:
    upload = await keep(folder, ROWS)
    left = path / f"{upload.name}.d"
    left.mkdir()
    (left / "0").write_bytes(b"x")
    assert (await counted(folder, upload))[0] == 1_200
    assert lying(path) == [upload.name]
    left.mkdir()
    await folder.remove(upload.name)
    assert lying(path) == []


async def test_a_disk_that_gets_full_takes_no_file(
    folder: UploadFolder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*, told: bool = False) -> None:
        with pytest.raises(Unavailable, match="import_no_room"):
            await keep(folder, b"x" * 10, told=told)

    def free(*sizes: int) -> None:
        left = iter(sizes)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(left)))

    free(RESERVE)
    await refused(told=True)
    free(RESERVE, 0)
    await refused()
    free(2 * RESERVE)
    monkeypatch.setattr(upload_folder, "FILES_AT_MOST", 0)
    await refused(told=True)
    monkeypatch.setattr(upload_folder, "FILES_AT_MOST", 1)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "disk_usage", full)
    await refused()
    assert lying(path) == []


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (OSError(errno.ENOSPC, "No space"), Invalid),
        (sqlite3.OperationalError("database or disk is full"), Invalid),
        (OSError(errno.EIO, "Input/output error"), OSError),
    ],
)
async def test_a_disk_that_gets_full_while_reading_is_told(
    folder: UploadFolder, monkeypatch: pytest.MonkeyPatch, failure: Exception, told: Any
) -> None:
    upload = await keep(folder, ROWS)

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(upload_reading, "read_upload", fail)
    with pytest.raises(told):
        await counted(folder, upload)
