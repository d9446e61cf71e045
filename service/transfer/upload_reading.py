"""Reads a file that was sent in, in a thread beside the event loop, and says how far it is."""

import zipfile
from contextlib import ExitStack, suppress
from pathlib import Path

from service.domain.errors import Conflict
from service.domain.site import Site
from service.domain.upload import Pace, ReadAs
from service.transfer.importer import ReadOptions
from service.transfer.reading import importer_of, zone_named
from service.transfer.source import Source
from service.transfer.unpacking import BROKEN
from service.transfer.workbench import Workbench

_GZIP = b"\x1f\x8b"
_TRAILER = 4


def read_upload(
    path: Path, label: str, scratch: Path, site: Site, asked: ReadAs, pace: Pace, now: int
) -> Workbench:
    """The file on a bench that its caller closes. Raises Invalid for what cannot be read, and
    Conflict `job_moved` when the pace was stopped."""
    options = ReadOptions(
        base_url=asked.base_url,
        zone=zone_named(asked.zone),
        page_pattern=asked.page_pattern,
        blog=asked.blog,
        date_format=asked.date_format,
        columns=dict(asked.columns),
    )
    bench = Workbench(site, hosts=asked.hosts, as_pending=asked.as_pending, folder=scratch)
    with ExitStack() as kept:
        kept.enter_context(bench)
        with Source(path, name=label, scratch=scratch) as source:
            records = importer_of(source, asked.form).read(source, options)
            for _ in bench.take(records, now):
                pace.records, pace.done = bench.records, min(source.read_bytes, pace.total)
                _refuse_stopped(pace)
        kept.pop_all()
    return bench


def _refuse_stopped(pace: Pace) -> None:
    if pace.stopped:
        raise Conflict("job_moved")


def format_of(path: Path, label: str, scratch: Path, form: str | None) -> str:
    """The name of its format. Raises Invalid as `transfer.reading.importer_of` does."""
    with Source(path, name=label, scratch=scratch) as source:
        return importer_of(source, form).name


def expected_bytes(path: Path) -> int:
    """About how many bytes come out of it, as it says itself: good for showing, never to be relied
    on. At least 1."""
    size = path.stat().st_size
    with suppress(*BROKEN), zipfile.ZipFile(path) as archive:
        return max(1, sum(each.file_size for each in archive.infolist()))
    with path.open("rb") as file:
        if file.read(len(_GZIP)) != _GZIP:
            return max(1, size)
        file.seek(-min(_TRAILER, size), 2)
        return max(1, size, int.from_bytes(file.read(_TRAILER), "little"))
