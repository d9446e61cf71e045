"""The same table for programs: every cell as it is."""

from service.transfer.exporters.csv_table import CsvExporter

exporter = CsvExporter(exact=True)
