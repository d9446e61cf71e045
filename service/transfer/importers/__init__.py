"""Every importer, one a file: the table of contents. Of equals that recognise a file, the first
one here reads it."""

from service.transfer.importer import Importer
from service.transfer.importers import neutral

IMPORTERS: tuple[Importer, ...] = (neutral.importer,)
