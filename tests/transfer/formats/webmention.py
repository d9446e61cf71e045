"""The visible files of Webmention."""

from tests.transfer.visible import Visible

FILES = (Visible("webmention/brycewray-webmentions.json", "webmention", 4, {"approved": 4}),)
