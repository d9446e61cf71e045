"""When sessions were last seen, kept in memory: looking at a page must not write to the database.

Acts that change something note it with the session; what was only read since is lost at a restart,
and all that costs is to sign in again a little sooner.
"""

from collections import OrderedDict

MAX_SESSIONS = 10_000


class SessionWatch:
    """The last moments, of the sessions that were seen most recently."""

    def __init__(self, max_sessions: int = MAX_SESSIONS) -> None:
        self._max_sessions = max_sessions
        self._seen: OrderedDict[str, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def seen_at(self, public_id: str) -> int:
        """When it was last seen here (UTC milliseconds), 0 when that is not known."""
        return self._seen.get(public_id, 0)

    def see(self, public_id: str, now: int) -> None:
        """Notes that it is seen now."""
        self._seen[public_id] = now
        self._seen.move_to_end(public_id)
        if len(self._seen) > self._max_sessions:
            self._seen.popitem(last=False)
