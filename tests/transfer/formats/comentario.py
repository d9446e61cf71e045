"""The visible files of Comentario."""

from tests.transfer.visible import Visible

FILES = (
    Visible("commento/comentario-bad-format.json.gz", "comentario", 0, {}),
    Visible("commento/comentario-ok-single-v3.json.gz", "comentario", 1, {"approved": 1}),
)
