from collections.abc import Iterator

import pytest

from tests.hostile.ground import Ground
from tests.hostile.running import RunningService, passing_folder


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with passing_folder() as folder, RunningService(folder / "reactie.db") as service:
        made = Ground(service)
        yield made
        made.leave()
