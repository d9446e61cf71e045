"""Visible files of Disqus's export."""

from tests.transfer.visible import Visible

NAME = "disqus"
FILES = (
    Visible("disqus/artransfer-disqus.sample.xml", NAME, 4, {"approved": 4}),
    Visible(
        "disqus/chrisrisner-disqus.pseudo.xml",
        NAME,
        1166,
        {"approved": 1094, "spam": 63, "deleted": 9},
    ),
    Visible("disqus/comentario-disqus-ok-single.xml.gz", NAME, 1, {"approved": 1}),
    Visible("disqus/isso-test-disqus.xml", NAME, 6, {"approved": 5, "deleted": 1}),
    Visible("disqus/schnack-disqus.xml", NAME, 5, {"approved": 5}),
    Visible("disqus/yesilmavihayat-disqus.xml", NAME, 51, {"approved": 49, "deleted": 2}),
)
