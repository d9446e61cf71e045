"""Imports and exports run on both databases, as the storage tests do."""

from tests.storage.conftest import (  # noqa: F401 -- fixtures
    clock,
    database,
    make,
    migrated_file,
    site,
    storage,
)
