"""What a start loads: a server that nobody visited yet holds nothing that only some will need."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

MOST = 880
"""Modules, the standard library's and those of whoever counts lines too: with all that there is it
would be half as many again."""

UNNEEDED = {
    "aiohttp.client",
    "alembic",
    "argon2._password_hasher",
    "asyncpg",
    "babel.core",
    "jinja2.environment",
    "markdown_it.main",
    "pyotp.totp",
    "pydantic_settings",
    "rich",
    "service.cli.rules_files",
    "service.rules.builtin.word_list",
    "service.domain.neutral",
    "service.storage.import_rows",
    "service.transfer",
    "service.usecases.preview_import",
    "service.web.admin.decide",
    "service.web.pages.desk.queue",
    "service.web.pages.thread",
    "sqlalchemy.dialects.postgresql.base",
    "sqlalchemy.orm",
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of a server on a database of this version, after its first answer."""
    folder = tmp_path_factory.mktemp("start")
    environ = {**os.environ, "REACTIE_DATABASE": str(folder / "start.db"), "REACTIE_PORT": "0"}
    command = [sys.executable, "-X", "importtime", "-m", "service"]
    made = [
        *command,
        "init",
        "--site",
        "blog",
        "--name",
        "Blog",
        "--origin",
        "https://blog.example",
    ]
    subprocess.run(made, env=environ, check=True, capture_output=True, timeout=60)
    with (
        (folder / "told").open("w+") as told,
        subprocess.Popen(
            [*command, "serve"], env=environ, stdout=subprocess.PIPE, stderr=told, text=True
        ) as server,
    ):
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1]
        with urlopen(f"{address}/api/v1/comments?site=blog&post=/") as answer:
            assert answer.status == 200
        server.terminate()
        server.wait(timeout=20)
    return set(_imported(folder / "told"))


def _imported(told: Path) -> list[str]:
    return re.findall(r"^import time:.*\| +(\S+)$", told.read_text(), re.MULTILINE)


def test_a_start_loads_nothing_that_only_some_will_need(loaded: set[str]) -> None:
    assert "service.web.public.list_comments" in loaded
    assert sorted(loaded & UNNEEDED) == []


def test_a_start_loads_no_more_than_it_did(loaded: set[str]) -> None:
    assert len(loaded) <= MOST
