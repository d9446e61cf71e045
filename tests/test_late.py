"""Modules that run when something of them is first needed."""

import runpy
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from service import late


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of modules that are late: a package `later_on`, and what stands in it."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(late, "LATE", frozenset({"later_on", "later_on.*"}))
    package = tmp_path / "later_on"
    package.mkdir()
    (package / "__init__.py").write_text("from later_on.part import NAME\n")
    (package / "part.py").write_text("RUNS = globals().get('RUNS', 0) + 1\nNAME = 'part'\n")
    yield package
    for name in [name for name in sys.modules if name.partition(".")[0] == "later_on"]:
        del sys.modules[name]


def _has_run(module: ModuleType, name: str) -> bool:
    return name in vars(module)


def test_importing_runs_nothing_until_something_is_asked_for(written: Path) -> None:
    part = import_module("later_on.part")
    before = _has_run(part, "NAME")

    name = part.NAME

    assert (before, name, part.RUNS) == (False, "part", 1)
    assert type(part) is ModuleType


def test_what_lies_in_a_package_can_be_had_without_the_rest(written: Path) -> None:
    package = import_module("later_on")

    part = package.part

    assert part.NAME == "part"
    assert not _has_run(package, "NAME")


def test_the_package_itself_runs_when_its_own_is_asked_for(written: Path) -> None:
    assert import_module("later_on").NAME == "part"


def test_what_is_nowhere_is_said_to_be_missing(written: Path) -> None:
    part = import_module("later_on.part")

    with pytest.raises(AttributeError, match="nothing"):
        _ = part.nothing
    assert not hasattr(part, "__wrapped__")


def test_threads_that_ask_at_once_wait_for_the_one_that_runs_it(written: Path) -> None:
    slow = "import time\ntime.sleep(0.05)\n" + (written / "part.py").read_text()
    (written / "part.py").write_text(slow)
    part = import_module("later_on.part")

    with ThreadPoolExecutor(4) as threads:
        names = list(threads.map(lambda _: part.NAME, range(4)))

    assert names == ["part"] * 4
    assert part.RUNS == 1


def test_what_fails_is_run_again_by_the_next_who_asks(written: Path) -> None:
    whole = (written / "part.py").read_text()
    (written / "part.py").write_text("raise ValueError('once')")
    part = import_module("later_on.part")
    with pytest.raises(ValueError, match="once"):
        _ = part.NAME

    (written / "part.py").write_text(whole)

    assert part.NAME == "part"


def test_a_name_that_its_code_misses_is_not_taken_for_the_one_that_was_asked_for(
    written: Path,
) -> None:
    (written / "part.py").write_text("import sys\nNAME = sys.nothing\n")
    part = import_module("later_on.part")

    with pytest.raises(ImportError, match=r"later_on\.part.*nothing"):
        hasattr(part, "NAME")


def test_who_asks_from_within_gets_what_is_there(written: Path) -> None:
    (written / "part.py").write_text(
        "EARLY = 1\nfrom later_on import part\nSEEN = hasattr(part, 'REST'), part.EARLY\nREST = 1\n"
    )

    assert import_module("later_on.part").SEEN == (False, 1)


def test_it_is_run_by_its_name_as_any_other(written: Path) -> None:
    assert runpy.run_module("later_on.part")["NAME"] == "part"


def test_a_version_is_known_without_running_anything() -> None:
    module = late.LateModule("aiohttp", None)  # type: ignore[arg-type]

    assert module.__version__.count(".") >= 1


def test_everything_that_is_late_is_there() -> None:
    for name in late.LATE:
        assert import_module(name.removesuffix(".*")) is not None


def test_what_is_set_from_outside_stays_when_the_module_runs(written: Path) -> None:
    part = import_module("later_on.part")

    part.NAME = "another"

    assert (part.NAME, part.RUNS) == ("another", 1)
