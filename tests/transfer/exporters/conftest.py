"""The systems that read what we export."""

import fcntl
from pathlib import Path

import pytest

from tests.benchmarks.isso import DEFAULT_VENV, install


@pytest.fixture(scope="session")
def isso_python() -> Path:
    """The interpreter of an environment with Isso from PyPI in it, made once for all processes."""
    with DEFAULT_VENV.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install(DEFAULT_VENV)
    return DEFAULT_VENV / "bin" / "python"
