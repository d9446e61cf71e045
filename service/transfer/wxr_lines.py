"""What both dialects of WXR are made of."""

from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

from service.domain.exported import ExportedPage
from service.domain.imported import HELD
from service.domain.site import Site

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def home(site: Site) -> str:
    """Where the site is, without a final slash."""
    if site.origins:
        return site.origins[0]
    return f"https://{site.hosts[0]}" if site.hosts else "http://localhost"


def is_held(page: ExportedPage) -> bool:
    """Whether nobody can ask for the page: it is not public, or not the site's."""
    return page.key.startswith(HELD)


def link(site: Site, page: ExportedPage, number: int) -> str:
    """An address for the page, which a page by name and one that is held do not have."""
    if page.url is not None:
        return page.url
    name = f"?p={number}" if is_held(page) else f"?thread={quote(page.key, safe='')}"
    return f"{home(site)}/{name}"


def as_markup(value: str | None) -> str:
    """A name or title as WordPress keeps it, which is HTML: an ampersand is written out only where
    it would mean something else."""
    text = value or ""
    return text if unescape(text) == text else text.replace("&", "&amp;")


def time(ms: int) -> str:
    """A time in UTC as WordPress writes it."""
    return (_EPOCH + timedelta(milliseconds=ms)).strftime("%Y-%m-%d %H:%M:%S")


class Times:
    """Times for what has none: that of the one before it, for WordPress and Isso want one."""

    def __init__(self, page: ExportedPage, at: int) -> None:
        self._last = page.created_at
        self._at = at

    def of(self, created_at: int | None) -> str:
        """The time of a comment, in the order of a page."""
        if created_at is not None:
            self._last = created_at
        return time(self._at if self._last is None else self._last)
