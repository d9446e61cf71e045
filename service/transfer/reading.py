"""Opens an export and finds who reads it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.domain.errors import Invalid
from service.transfer.importer import Importer
from service.transfer.importers import IMPORTERS
from service.transfer.recognise import recognised
from service.transfer.source import Source


@dataclass(frozen=True, slots=True)
class Opened:
    """A source with the importer that reads it, and what tells it from other files. `size` is that
    of what lies on disk, in bytes."""

    source: Source
    importer: Importer
    digest: str
    size: int


@contextmanager
def opened(path: Path, form: str | None = None) -> Iterator[Opened]:
    """The file or folder, read as `form`, else as what it is recognised for. Raises Invalid
    `unknown_format`, `import_unknown_format` and what `Source.entries` raises, and OSError."""
    with Source(path) as source:
        importer = importer_of(source, form)
        digest, size = _digest(path)
        yield Opened(source, importer, digest, size)


def importer_of(source: Source, form: str | None) -> Importer:
    """Who reads it: as `form`, else as what it is recognised for. Raises as `opened` does."""
    if form is not None and form not in (importer.name for importer in IMPORTERS):
        known = ", ".join(importer.name for importer in IMPORTERS)
        raise Invalid("unknown_format", "format", format=form, known=known)
    importer = next((each for each in IMPORTERS if each.name == form), None)
    return importer or recognised(source, IMPORTERS)


def zone_named(name: str) -> ZoneInfo:
    """The time zone. Raises Invalid `unknown_zone`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid("unknown_zone", "zone", zone=name) from error


def _digest(path: Path) -> tuple[str, int]:
    told, size = hashlib.sha256(), 0
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    for file in files:
        told.update(str(file.relative_to(path)).encode() + b"\0")
        with file.open("rb") as stream:
            while data := stream.read(1 << 20):
                told.update(data)
                size += len(data)
    return told.hexdigest(), size
