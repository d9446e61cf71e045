from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.ground import Ground
from tests.hostile.running import RunningService


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    database: Path = tmp_path_factory.mktemp("hostile") / "reactie.db"
    with RunningService(database) as service:
        made = Ground(service)
        yield made
        made.leave()
