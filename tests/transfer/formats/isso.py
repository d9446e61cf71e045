"""The visible files of Isso's database."""

from tests.transfer.visible import Visible

FILES = (
    Visible("isso/samfdwang-empty-uv3.db", "isso", 0, {}),
    Visible("isso/snjlogs-uv5.pseudo.db", "isso", 2, {"approved": 2}),
)
