"""Visible files of WordPress, and one in the same form as Disqus takes it in."""

from tests.transfer.visible import Visible

NAME = "wordpress"
_ONE = {"approved": 1}
_THEME = {"approved": 29, "pending": 3}
_EMPTY = ("jekyll-import-2025", "nikola-example", "nikola-unicode", "wpimporter-cdata-edge")
_EMPTY += ("wpimporter-crazy-cdata-escaped", "wpimporter-malformed")
_EMPTY += ("wpimporter-missing-version-tag", "wpimporter-wxr-utf-8-challenges")
_SINGLE = ("hexo-migrator-wordpress", "wpimporter-slashes", "wpimporter-small-export")
_SINGLE += ("wpimporter-valid-wxr-1.0", "wpimporter-valid-wxr-1.1", "wpimporter-wxr-comprehensive")
FILES = (
    *(Visible(f"wordpress/{name}.xml", NAME, 0) for name in _EMPTY),
    *(Visible(f"wordpress/{name}.xml", NAME, 1, _ONE) for name in _SINGLE),
    Visible("wordpress/arthurlacoste-export.xml", NAME, 32, _THEME),
    Visible("wordpress/bhardin-spotthevuln.pseudo.xml", NAME, 172, {"approved": 168, "pending": 4}),
    Visible("wordpress/gbc-sample.wxr", NAME, 2, {"approved": 2}),
    Visible("wordpress/gbc-sample2.wxr", NAME, 3, {"approved": 3}),
    Visible("wordpress/isso-test-wordpress.xml", NAME, 8, {"approved": 8}),
    Visible(
        "wordpress/wpimporter-theme-unit-test-data.xml", NAME, 33, {"approved": 30, "pending": 3}
    ),
    Visible("wordpress/wptt-themeunittestdata.xml", NAME, 32, _THEME),
    Visible("disqus/churchs19-wxr-for-disqus.xml", NAME, 1, _ONE),
)
