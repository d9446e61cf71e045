"""Every exporter, one a file: the table of contents."""

from service.transfer.exporter import Exporter
from service.transfer.exporters import (
    csv_exact,
    csv_table,
    disqus,
    isso,
    neutral,
    remark42,
    wordpress,
)

EXPORTERS: tuple[Exporter, ...] = (
    csv_exact.exporter,
    csv_table.exporter,
    disqus.exporter,
    isso.exporter,
    neutral.exporter,
    remark42.exporter,
    wordpress.exporter,
)
