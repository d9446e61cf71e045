"""Every importer, one a file: the table of contents. Of equals that recognise a file, the first
one here reads it."""

from service.transfer.importer import Importer
from service.transfer.importers import (
    artalk,
    comentario,
    commento,
    csv_table,
    cusdis,
    isso,
    isso_json,
    neutral,
    remark42,
    staticman,
    twikoo,
    valine,
    waline,
    webmention,
)

IMPORTERS: tuple[Importer, ...] = (
    artalk.importer,
    comentario.importer,
    commento.importer,
    csv_table.importer,
    cusdis.importer,
    isso.importer,
    isso_json.importer,
    neutral.importer,
    remark42.importer,
    staticman.importer,
    twikoo.importer,
    valine.importer,
    waline.importer,
    webmention.importer,
)
