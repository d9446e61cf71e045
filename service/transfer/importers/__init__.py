"""Every importer, one a file: the table of contents. Of equals that recognise a file, the first
one here reads it."""

from service.transfer.importer import Importer
from service.transfer.importers import (
    artalk,
    blogger_classic,
    blogger_takeout,
    comentario,
    commento,
    csv_table,
    cusdis,
    disqus,
    isso,
    isso_json,
    neutral,
    remark42,
    staticman,
    twikoo,
    valine,
    waline,
    webmention,
    wordpress,
)

IMPORTERS: tuple[Importer, ...] = (
    artalk.importer,
    blogger_classic.importer,
    blogger_takeout.importer,
    comentario.importer,
    commento.importer,
    csv_table.importer,
    cusdis.importer,
    disqus.importer,
    isso.importer,
    isso_json.importer,
    neutral.importer,
    remark42.importer,
    staticman.importer,
    twikoo.importer,
    valine.importer,
    waline.importer,
    webmention.importer,
    wordpress.importer,
)
