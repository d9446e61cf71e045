"""Which importer reads a source."""

from collections.abc import Sequence

from service.domain.errors import Invalid
from service.transfer.importer import Importer
from service.transfer.source import Entry, Source

LOOKED_AT = 50
"""Files of an archive or folder, taken from all of it: a format's own come anywhere."""

_LEAST = 0.3


def recognised(source: Source, importers: Sequence[Importer]) -> Importer:
    """The importer that is surest about any file of the source. Raises Invalid
    `import_unknown_format`, and what `Source.entries` raises."""
    best: tuple[float, Importer] | None = None
    for entry in _some(source.entries()):
        sample = entry.sample()
        for importer in importers:
            sure = importer.recognises(sample, entry.name)
            if sure >= _LEAST and (best is None or sure > best[0]):
                best = (sure, importer)
    source.restart()
    if best is None:
        raise Invalid("import_unknown_format", "file", file=source.path.name)
    return best[1]


def _some(entries: Sequence[Entry]) -> Sequence[Entry]:
    step = max(1, len(entries) // LOOKED_AT)
    return entries[::step]
