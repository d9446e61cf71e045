"""What a format of another comment system is to us: something that is recognised and read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from service.domain.neutral import Record
from service.transfer.source import Source


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a file may not tell and a person can. `base_url`: where the blog's pages are. `zone`:
    of times without one (then say `date-zone-assumed`). `page_pattern`: an address in which
    `{name}` stands for a page's name. `blog`: which one, by any of its names, of a file that may
    have several. `columns`: for CSV, our field by its column."""

    base_url: str | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    page_pattern: str | None = None
    blog: str | None = None
    date_format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


class Importer(Protocol):
    """One format. `name` is the word for `--format`, `title` how people call it.

    `recognises` looks at the first 64 KB of a file, unpacked, with its name in the archive or
    folder: 0 for surely not, 1 for surely. `read` yields the source's records as it goes, each
    record once, in memory that does not grow with the source; threads need not come first, nor
    parents. It raises nothing but Invalid (see `source` and `xml_stream`): what is odd is a
    Problem, what is broken midway `truncated-file` after all that was read. A record that it
    does not yield must be a Problem that is `skipped`.
    """

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...

    def recognises(self, sample: bytes, filename: str) -> float: ...

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]: ...
