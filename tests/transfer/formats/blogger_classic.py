"""Visible files of Blogger's older export."""

from tests.transfer.visible import Visible

NAME = "blogger-classic"
FILES = (
    Visible("blogger/export-apraditya-complete.xml", NAME, 0),
    Visible("blogger/export-arpruss-demo.xml", NAME, 116, {"approved": 116}),
    Visible("blogger/export-bleporini-2014.xml", NAME, 20, {"approved": 19, "deleted": 1}),
    Visible("blogger/export-charleso-2011.xml", NAME, 8, {"approved": 8}),
    Visible("blogger/export-martinjakubik-bigger.xml", NAME, 4, {"approved": 4}),
    Visible("blogger/gbc-sample.xml", NAME, 2, {"approved": 2}),
    Visible("blogger/gbc-sample2.xml", NAME, 3, {"approved": 3}),
)
