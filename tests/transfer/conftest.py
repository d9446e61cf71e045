"""Imports and exports run on both databases, as the storage tests do, unless a file says that
SQLite is enough."""

import shutil
from pathlib import Path

import pytest

from service.storage import SqlStorage
from tests.storage.conftest import (  # noqa: F401 -- fixtures
    clock,
    database,
    make,
    migrated_file,
    site,
    storage,
)
from tests.storage.making import Maker, TickingClock
from tests.transfer.engine import Mover


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> str:  # noqa: F811
    return str(shutil.copy(migrated_file, tmp_path / "reactie.db"))


@pytest.fixture
def mover(storage: SqlStorage, clock: TickingClock, make: Maker) -> Mover:  # noqa: F811
    """Moves comments in and out of the site `blog`."""
    return Mover(storage, clock, make.the_site)
