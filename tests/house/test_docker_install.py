"""The image's install steps, done by hand in an empty folder, give a server that answers."""

import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.house.dockerfile import Instruction, stages
from tests.house.tree import ROOT

BUILDER = next(
    stage
    for stage in stages((ROOT / "docker/Dockerfile").read_text(encoding="utf-8"))
    if stage.name == "builder"
)


@pytest.mark.slow
def test_the_install_steps_give_a_working_server(tmp_path: Path) -> None:
    place = _Place(tmp_path)

    for step in BUILDER.instructions:
        place.do(step)

    assert place.answer_of_a_server_started_there("/readyz") == 200


class _Place:
    """An empty folder that stands for the builder's file system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._here = folder
        (folder / "opt").mkdir()
        (folder / "bin").mkdir()
        (folder / "bin" / "python").symlink_to(Path(sys.executable).resolve())
        kept = ("HOME", "LANG", "PIP_", "SSL_CERT", "REQUESTS_CA", "http", "HTTP")
        self._environment = {
            name: value for name, value in os.environ.items() if name.startswith(kept)
        } | {"PATH": f"{folder / 'bin'}:/usr/local/bin:/usr/bin:/bin"}

    def do(self, step: Instruction) -> None:
        match step.word:
            case "ENV":
                self._environment |= dict(pair.split("=", 1) for pair in step.rest.split())
            case "WORKDIR":
                self._here = self._folder / step.rest.lstrip("/")
                self._here.mkdir()
            case "COPY":
                *sources, target = step.rest.split()
                self._copy(sources, self._here / target)
            case "RUN":
                self._run(step.rest.replace("/opt/", f"{self._folder}/opt/"))
            case other:
                pytest.fail(f"this test cannot do {other} by hand")

    def answer_of_a_server_started_there(self, path: str) -> int:
        """The status of `path` from `reactie serve` as the image would start it."""
        server = subprocess.Popen(
            [self._folder / "opt/reactie/bin/reactie", "serve", "--port", "0"],
            cwd=self._folder,
            env=self._environment | {"REACTIE_DATABASE": str(self._folder / "reactie.db")},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line.startswith("listening on http://")
            address = line.removeprefix("listening on ").strip()
            with urllib.request.urlopen(address + path, timeout=10) as response:
                return int(response.status)
        finally:
            server.terminate()
            server.communicate(timeout=30)

    def _copy(self, sources: list[str], target: Path) -> None:
        for source in (ROOT / each for each in sources):
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                target.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)

    def _run(self, command: str) -> None:
        outcome = subprocess.run(
            ["/bin/sh", "-ec", command],
            cwd=self._here,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert outcome.returncode == 0, f"{command}\n{outcome.stdout}\n{outcome.stderr}"
