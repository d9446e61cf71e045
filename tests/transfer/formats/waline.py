"""The visible files of Waline."""

from tests.transfer.visible import Visible

FILES = (
    Visible("waline/jonie-waline.pseudo.json", "waline", 27, {"approved": 27}),
    Visible("waline/waline-empty.sqlite", "waline", 0, {}),
)
