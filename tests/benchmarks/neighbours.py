"""How much of the machine others used while we measured: then a ratio proves little."""

import os
import resource
from pathlib import Path

QUIET = 0.15
"""The share of the processors up to which a measuring counts as undisturbed; the system's own work
for our servers (disk, network) is part of it."""

_STAT = Path("/proc/stat")
_IDLE_FIELDS = (3, 4)


class Neighbours:
    """Looks from now on."""

    def __init__(self) -> None:
        self._start = _times()

    def share(self) -> float | None:
        """The share (0 to 1) of all processor time since the start that neither we nor children
        that have ended used, the hypervisor's included. None where there is no /proc."""
        start, now = self._start, _times()
        if start is None or now is None:
            return None
        total, busy, ours = (after - before for before, after in zip(start, now, strict=True))
        return max(0.0, (busy - ours) / total) if total else 0.0


def _times() -> tuple[float, float, float] | None:
    """Seconds: of all processors, of those the busy ones, and of those our own."""
    if not _STAT.exists():
        return None
    # proc(5): user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
    fields = [int(field) for field in _STAT.read_text().split("\n", 1)[0].split()[1:9]]
    ticks = os.sysconf("SC_CLK_TCK")
    idle = sum(fields[field] for field in _IDLE_FIELDS)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ours = sum(each.ru_utime + each.ru_stime for each in used)
    return sum(fields) / ticks, (sum(fields) - idle) / ticks, ours
