"""Files, packed files, archives and folders are read alike; dishonest ones are refused."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from service.domain.errors import Invalid
from service.domain.upload import RESERVE
from service.transfer.reading import importer_of
from service.transfer.source import NAME_SHOWN, Source
from service.transfer.unpacking import LOOK_BYTES
from service.transfer.upload_reading import expected_bytes


def contents(path: Path) -> dict[str, bytes]:
    with Source(path) as source:
        found = {}
        for entry in source.entries():
            with entry.open() as stream:
                found[entry.name] = stream.read()
        return found


def tar_of(path: Path, *members: tuple[str, bytes, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, kind, data in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(data), "/etc/passwd"
            archive.addfile(info, io.BytesIO(data))
    return path


def test_every_container_gives_its_files_unpacked_in_the_order_of_their_names(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    (folder / "b.gz").write_bytes(gzip.compress(b"two"))
    (folder / "a" / "1").write_bytes(b"one")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "x").write_bytes(b"no")
    (folder / "link").symlink_to("/etc/passwd")
    packed = tmp_path / "f.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "b.gz", "b.gz")
        archive.write(folder / "a", "a/")
        archive.write(folder / "a" / "1", "a/1")
    tar = tar_of(
        tmp_path / "f.tar.gz",
        ("./b.gz", tarfile.REGTYPE, gzip.compress(b"two")),
        ("a", tarfile.DIRTYPE, b""),
        ("a/1", tarfile.REGTYPE, b"one"),
    )

    expected = {"a/1": b"one", "b.gz": b"two"}

    assert contents(folder) == contents(packed) == contents(tar) == expected
    assert list(contents(tar)) == ["a/1", "b.gz"]
    assert contents(folder / "b.gz") == {"b.gz": b"two"}


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a\\..\\x", "c:/x", "a/../../x"])
def test_names_that_lead_out_of_an_archive_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")

    with pytest.raises(Invalid, match="import_unsafe_path"):
        contents(path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar_are_refused(kind: bytes, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"import_unsafe_path"):
        contents(tar_of(tmp_path / "f.tar.gz", ("x", kind, b"")))


@pytest.mark.parametrize("form", ["gz", "zip", "tar.gz"])
def test_bombs_are_refused_before_they_are_unpacked(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.transfer.unpacking.RATIO_FREE", 1_000_000)
    zeros, path = bytes(8_000_000), tmp_path / f"f.{form}"
    if form == "gz":
        path.write_bytes(gzip.compress(zeros))
    elif form == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x", zeros)
    else:
        tar_of(path, ("x", tarfile.REGTYPE, zeros))

    with pytest.raises(Invalid, match="import_bomb"):
        contents(path)


def test_a_packed_file_that_ends_too_soon_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "f.gz"
    path.write_bytes(gzip.compress(b"abc" * 100_000, 0)[:200_000])

    with Source(path) as source, source.entries()[0].open() as stream:
        data = stream.read()
        assert data.startswith(b"abcabc")
        assert source.was_cut


def test_broken_archives_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "f.zip"
    path.write_bytes(b"PK\x03\x04 but no more")

    with pytest.raises(Invalid, match="import_unreadable"):
        contents(path)


def test_a_database_is_read_from_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(b"SQLite format 3\0 but no more")

    with (
        Source(path) as source,
        pytest.raises(Invalid, match="import_unreadable"),
        source.entries()[0].database(),
    ):
        pass


def test_a_file_that_is_broken_in_its_archive_is_refused_in_words(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("é.csv", "page,text\n/a,hallo\n")
    data = whole.read_bytes()
    name = data.rindex("é".encode())
    ways = {
        "header": data[:30] + b"\xff" + data[31:],
        "packed": data[:36] + b"\xff\xff" + data[38:],
        "name": data[:name] + b"\xff\xff" + data[name + 2 :],
    }
    for how, broken in ways.items():
        path = tmp_path / how
        path.write_bytes(broken)
        with Source(path) as source, pytest.raises(Invalid) as refused:
            importer_of(source, None)
        assert refused.value.code == "import_unreadable", how
        assert expected_bytes(path) >= 1


def test_names_in_an_archive_can_be_kept_and_shown_whatever_they_are_written_in(
    tmp_path: Path,
) -> None:
    named = tmp_path / "old.tar"
    with tarfile.open(named, "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        archive.addfile(tarfile.TarInfo("café\x1b/1.yml"))
    assert list(contents(named)) == ["café\ufffd/1.yml"]
    leading_out = tar_of(tmp_path / "f.tar", ("../\udce9\n" + "x" * 9_000, tarfile.REGTYPE, b""))
    with pytest.raises(Invalid) as refused:
        contents(leading_out)
    assert refused.value.params["file"] == "x" * NAME_SHOWN


def test_what_is_unpacked_of_a_file_that_was_sent_in_leaves_room_for_posts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "f.gz"
    packed.write_bytes(gzip.compress(bytes(LOOK_BYTES + 1)))
    full = SimpleNamespace(free=RESERVE - 1)
    monkeypatch.setattr("service.transfer.unpacking.shutil.disk_usage", lambda _: full)
    with (
        Source(packed, scratch=tmp_path) as source,
        source.entries()[0].open() as stream,
        pytest.raises(Invalid, match="no_room"),
    ):
        stream.read()


@pytest.mark.parametrize("damage", ["password", "damage"])
def test_what_needs_a_password_or_is_damaged_is_refused_in_words(
    damage: str, tmp_path: Path
) -> None:
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("feed.atom", b"<feed>" + bytes(range(256)) * 20)
    data = bytearray(path.read_bytes())
    central = data.rfind(b"PK\x01\x02")
    if damage == "password":
        data[6] |= 1
        data[central + 8] |= 1
    else:
        data[30 + len("feed.atom")] = 0xFF
    path.write_bytes(data)

    with pytest.raises(Invalid, match="import_unreadable"):
        contents(path)
