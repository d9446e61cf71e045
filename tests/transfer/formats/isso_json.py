"""The visible files of Isso's generic JSON."""

from tests.transfer.visible import Visible

FILES = (Visible("isso/isso-test-generic.json", "isso-json", 2, {"approved": 2}),)
