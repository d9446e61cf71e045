"""The visible files of Twikoo."""

from tests.transfer.visible import Visible

FILES = (
    Visible("twikoo/artransfer-twikoo.sample.json", "twikoo", 7, {"approved": 7}),
    Visible("twikoo/zl88-twikoo.pseudo.json", "twikoo", 61, {"approved": 58, "spam": 3}),
)
