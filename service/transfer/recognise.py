"""Which importer reads a source."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from service.domain.errors import Invalid
from service.transfer.importer import Importer
from service.transfer.source import Entry, Source

LOOKED_AT = 50
"""Files of each kind of name, taken from all of an archive or folder: a Takeout has one feed among
thousands of pictures."""

_LEAST = 0.3


def recognised(source: Source, importers: Sequence[Importer]) -> Importer:
    """The importer that is surest about any file of the source. Raises Invalid
    `import_unknown_format`, `import_empty`, and what `Source.entries` raises."""
    best: tuple[float, Importer] | None = None
    is_empty = True
    for entry in _some(source.entries()):
        sample = entry.sample()
        is_empty = is_empty and not sample.strip()
        for importer in importers:
            sure = importer.recognises(sample, entry.name)
            if sure >= _LEAST and (best is None or sure > best[0]):
                best = (sure, importer)
    source.restart()
    if best is None:
        code = "import_empty" if is_empty else "import_unknown_format"
        raise Invalid(code, "file", file=source.name)
    return best[1]


def _some(entries: Sequence[Entry]) -> Iterator[Entry]:
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(PurePosixPath(entry.name).suffix.lower(), []).append(entry)
    for kind in islice(kinds.values(), LOOKED_AT):
        yield from kind[:: max(1, len(kind) // LOOKED_AT)]
