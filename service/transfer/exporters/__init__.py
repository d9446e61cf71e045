"""Every exporter, one a file: the table of contents."""

from service.transfer.exporter import Exporter
from service.transfer.exporters import neutral

EXPORTERS: tuple[Exporter, ...] = (neutral.exporter,)
