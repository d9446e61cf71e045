"""The versions installed, promised and locked agree."""

import re
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [Requirement(line) for line in PROJECT["dependencies"]]
NEEDED_BY_TESTS = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    found: dict[str, str] = dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))
    return {canonicalize_name(each): pinned for each, pinned in found.items()}


@pytest.mark.parametrize("needed", NEEDED + NEEDED_BY_TESTS, ids=str)
def test_what_is_installed_is_new_enough(needed: Requirement) -> None:
    installed = version(needed.name)

    assert needed.specifier.contains(installed, prereleases=True)


def test_aiohttp_reads_http_strictly_enough() -> None:
    installed = Version(version("aiohttp"))

    assert installed >= Version("3.14.5")


@pytest.mark.parametrize("needed", NEEDED, ids=str)
def test_the_image_gets_every_dependency_in_a_promised_version(needed: Requirement) -> None:
    pinned = _pins("docker/requirements.lock")[canonicalize_name(needed.name)]

    assert needed.specifier.contains(pinned)


def test_the_image_gets_the_versions_that_the_tests_ran_with() -> None:
    tested = _pins("constraints.txt")
    shipped = _pins("docker/requirements.lock")

    differing = {name: pin for name, pin in shipped.items() if tested.get(name) != pin}

    assert not differing


@pytest.mark.parametrize("lock", ["docker/requirements.lock", "docker/build.lock"])
def test_every_locked_package_has_its_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]

    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|file:|--(index|extra-index|find-links|trusted)", text)
