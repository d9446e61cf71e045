"""Places for readers who stay on the line: so many in all, so many a network."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from service.domain.errors import TooMany, Unavailable
from service.settings import Settings
from service.web.limits import PostLimiter

RETRY_SECONDS = 60


class Places:
    """Counts those who stay. A place is free again as soon as its reader's line is."""

    def __init__(self, settings: Settings, limiter: PostLimiter) -> None:
        self._settings = settings
        self._limiter = limiter
        self._taken: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._taken.total()

    @contextmanager
    def taken(self, request: web.Request) -> Iterator[None]:
        """A place for as long as the context lasts. Raises Unavailable `streams_full`, and
        TooMany `too_many_streams` when the reader's network has all that it may have."""
        if len(self) >= self._settings.streams:
            raise Unavailable("streams_full", RETRY_SECONDS)
        network = self._limiter.network(request)
        counted = not self._limiter.is_uncounted(request)
        if counted and self._taken[network] >= self._settings.network_streams:
            raise TooMany("too_many_streams", RETRY_SECONDS)
        self._taken[network] += 1
        try:
            yield
        finally:
            self._taken[network] -= 1
            if not self._taken[network]:
                del self._taken[network]
