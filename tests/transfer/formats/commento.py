"""The visible files of Commento."""

from tests.transfer.visible import Visible

FILES = (
    Visible("commento/comentario-ok-empty-v1.json.gz", "commento", 0, {}),
    Visible("commento/remark42-migrator-commento.json", "commento", 3, {"approved": 3}),
)
