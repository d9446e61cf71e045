"""How the process takes memory from the system and gives it back."""

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE, _SPARE = 1 << 20, 4 << 20
YOUNG = 3_000
"""Objects after which the collector looks at the newest ones: what is in circles stays until then,
and of a page of comments that is megabytes."""


def return_large_blocks() -> None:
    """Has the C library (glibc's; others are left as they are) give back blocks of a megabyte and
    more as soon as they are free, and use one heap for all threads. By itself it would keep ever
    larger ones after the first long page was made, each thread on its own. Smaller blocks come from
    the heap, for asking the system for the bytes of each page would triple its cost."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for parameter, value in ((_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _SPARE), (_ARENA_MAX, 1)):
        mallopt(parameter, value)
