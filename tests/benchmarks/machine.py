"""Where and with what was measured, so that figures can be understood later."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import isso
from tests.benchmarks.load import reader

_OURS = ("reactie", "aiohttp", "uvloop", "sqlalchemy", "pydantic")


def machine() -> dict[str, str | int]:
    """The machine in words: processor, cores that this process may use, system."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "system": platform.platform(terse=True),
    }


def versions(isso_venv: Path | None) -> dict[str, str]:
    """The versions of what takes part, by name."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    found |= {name: version(name) for name in _OURS}
    if isso_venv is not None:
        found |= isso.versions(isso_venv)
    return found | {"reads sent by": reader()}


def cores() -> int:
    """How many processors this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
