"""The visible files of Valine."""

from tests.transfer.visible import Visible

FILES = (Visible("valine/artransfer-valine.sample.json", "valine", 2, {"approved": 2}),)
