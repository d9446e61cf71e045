"""Visible files of Blogger's Takeout."""

from tests.transfer.visible import Visible

NAME = "blogger-takeout"
FILES = (
    Visible("blogger/takeout-mtbbergamo-nocomments.atom", NAME, 0),
    Visible(
        "blogger/takeout-stuffaboutcode.visible-third.atom",
        NAME,
        540,
        {"approved": 374, "spam": 154, "deleted": 12},
    ),
)
