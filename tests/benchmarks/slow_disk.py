"""A disk that takes longer to flush: `-m tests.benchmarks.slow_disk MILLISECONDS MODULE …` runs a
module as a program whose SQLite waits that much longer, each time, for the disk to have it.

Disks differ by a thousand times in this, and nothing else of a post depends on the disk. Whoever
waits holds up what a real flush holds up: its thread, and not the interpreter.
"""

import ctypes
import runpy
import sys
from collections.abc import Callable

from tests.faults.sqlite_door import Door, stand_in

_LIBC = ctypes.CDLL(None)
"""Its calls let go of the interpreter, and no library puts its own in their place."""


class SlowDisk(Door):
    """Everything passes, but each flush takes so many milliseconds longer."""

    def __init__(self, milliseconds: float) -> None:
        self._microseconds = round(milliseconds * 1000)

    def sync(self, name: str, go: Callable[[], int]) -> int:
        _LIBC.usleep(self._microseconds)
        return go()


if __name__ == "__main__":
    stand_in(SlowDisk(float(sys.argv.pop(1))))
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
