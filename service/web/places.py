"""Places for readers who stay on the line: so many in all, so many a network."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from service.domain.errors import TooMany, Unavailable
from service.settings import Settings
from service.web.limits import NETWORKS_OF_AN_AREA, PostLimiter

RETRY_SECONDS = 60


class Places:
    """Counts those who stay. A place is free again as soon as its reader's line is."""

    def __init__(self, settings: Settings, limiter: PostLimiter) -> None:
        self._settings = settings
        self._limiter = limiter
        self._taken: Counter[str] = Counter()
        self._lines = 0

    def __len__(self) -> int:
        return self._lines

    @contextmanager
    def taken(self, request: web.Request) -> Iterator[None]:
        """A place for as long as the context lasts. Raises Unavailable `streams_full`, and
        TooMany `too_many_streams` when the reader's network has all that it may have."""
        if len(self) >= self._settings.streams:
            raise Unavailable("streams_full", RETRY_SECONDS)
        most = self._settings.network_streams
        # An IPv4 network is its own area, and then the smaller number counts.
        counted = {
            self._limiter.area(request): most * NETWORKS_OF_AN_AREA,
            self._limiter.network(request): most,
        }
        is_full = any(self._taken[place] >= most for place, most in counted.items())
        if is_full and not self._limiter.is_uncounted(request):
            raise TooMany("too_many_streams", RETRY_SECONDS)
        self._taken.update(counted.keys())
        self._lines += 1
        try:
            yield
        finally:
            self._lines -= 1
            self._taken.subtract(counted.keys())
            for place in counted:
                if not self._taken[place]:
                    del self._taken[place]
