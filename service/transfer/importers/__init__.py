"""Every importer, one a file: the table of contents. Of equals that recognise a file, the first
one here reads it."""

from service.transfer.importer import Importer
from service.transfer.importers import blogger_classic, blogger_takeout, disqus, wordpress

IMPORTERS: tuple[Importer, ...] = (
    blogger_takeout.importer,
    blogger_classic.importer,
    disqus.importer,
    wordpress.importer,
)
