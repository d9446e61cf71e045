"""The visible files of Staticman."""

from tests.transfer.visible import Visible

FILES = (
    Visible("staticman/eduardoboucas.tar.gz", "staticman", 3, {"approved": 3}),
    Visible("staticman/mmistakes.tar.gz", "staticman", 720, {"approved": 720}),
    Visible("staticman/travisdowns.tar.gz", "staticman", 397, {"approved": 397}),
)
