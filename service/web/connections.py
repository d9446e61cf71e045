"""How many lines one address may hold at once.

Who comes straight is counted when his line opens. A trusted proxy holds the lines of all its
visitors, so those are not counted: there a request whose body is still on its way counts, for the
visitor that the proxy names.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address
from time import monotonic
from typing import Any

from aiohttp import web

from service.domain.errors import TooMany
from service.settings import Settings
from service.web.event_log import EventLog
from service.web.limits import Address, client_address, is_trusted, network_of, parsed

RETRY_SECONDS = 10
TOLD_SECONDS = 60.0
"""So seldom the log tells that somebody was refused: he could fill the disk."""

_log = EventLog("reactie.web")


class Connections:
    """Counts the lines that are open, by the address that holds them. `most`: so many in all."""

    def __init__(self, settings: Settings, most: int | None = None) -> None:
        self.most = most
        self._settings = settings
        self._held: Counter[str] = Counter()
        self._lines = 0
        self._told = -TOLD_SECONDS

    def __len__(self) -> int:
        return self._lines

    def open(self, peer: Any) -> str | None:
        """The name under which a new line is counted, to be given to `close`; None when there are
        too many. `peer` is what the transport says of the other end."""
        if self.most is not None and self._lines >= self.most:
            self._tell("too many connections")
            return None
        holder = self._holder(parsed(peer[0]) if isinstance(peer, tuple) else None)
        if not self._take(holder):
            # Perhaps it is a proxy that the settings do not know.
            self._tell("too many connections from one address")
            return None
        self._lines += 1
        return holder

    def close(self, holder: str) -> None:
        """A line that was counted under this name is gone."""
        self._lines -= 1
        self._leave(holder)

    @contextmanager
    def waiting(self, request: web.Request) -> Iterator[None]:
        """For as long as a body is waited for. Raises TooMany `too_fast` when the visitor behind
        a trusted proxy has too many of them on their way."""
        visitor = client_address(request, self._settings)
        is_counted = visitor is None or visitor == parsed(request.remote or "")
        holder = "" if is_counted else self._holder(visitor)
        if not self._take(holder):
            raise TooMany("too_fast", RETRY_SECONDS)
        try:
            yield
        finally:
            self._leave(holder)

    def _holder(self, address: Address | None) -> str:
        """Whom a line counts for; empty for nobody, whose lines are not counted."""
        if address is None or is_trusted(address, self._settings.trusted_proxies):
            return ""
        if address.is_loopback and not self._settings.limit_loopback:
            return ""
        return network_of(address) if isinstance(address, IPv6Address) else str(address)

    def _take(self, holder: str) -> bool:
        if not holder:
            return True
        if self._held[holder] >= self._settings.address_connections:
            return False
        self._held[holder] += 1
        return True

    def _leave(self, holder: str) -> None:
        if holder:
            self._held[holder] -= 1
            if not self._held[holder]:
                del self._held[holder]

    def _tell(self, what: str) -> None:
        now = monotonic()
        if now - self._told >= TOLD_SECONDS:
            self._told = now
            _log.warning(what, setting="address_connections, trusted_proxies")
