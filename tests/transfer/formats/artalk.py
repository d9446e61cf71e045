"""The visible files of Artalk."""

from tests.transfer.visible import Visible

FILES = (
    Visible("artalk/artransfer-Twikoo.artrans.json", "artalk", 7, {"approved": 7}),
    Visible("artalk/artransfer-Valine.artrans.json", "artalk", 2, {"approved": 2}),
)
