"""Tells people how far a measuring is, and when it will be done."""

import sys
import time


def tell(line: str) -> None:
    """A line on stderr."""
    sys.stderr.write(line + "\n")


class Progress:
    """Of so many steps, each told on a line."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._done = 0
        self._began = time.monotonic()

    def tell(self, line: str) -> None:
        """One more step is done, and this came of it."""
        self._done += 1
        passed = time.monotonic() - self._began
        left = passed / self._done * max(0, self._steps - self._done)
        tell(f"{self._done}/{self._steps}, {left / 60:.0f} min left: {line}")
