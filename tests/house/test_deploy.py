"""What deploy/ gives to people is what systemd understands."""

import shutil
import subprocess
from pathlib import Path

import pytest

from service.settings import Settings
from tests.house.tree import ROOT

UNITS = ("reactie.service", "reactie.socket")


def test_the_units_are_well_formed(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    for name in UNITS:
        unit = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(unit.replace("/opt/reactie/.venv/bin/reactie", "/bin/true"))

    checked = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / name for name in UNITS)],
        capture_output=True,
        check=False,
        text=True,
    )

    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_service_is_fenced_in_and_its_settings_exist() -> None:
    unit = (ROOT / "deploy" / "reactie.service").read_text(encoding="utf-8").splitlines()
    named = [line.split("REACTIE_")[1].split("=")[0] for line in unit if "=REACTIE_" in line]

    assert {"DynamicUser=yes", "ProtectSystem=strict", "StateDirectory=reactie"} < set(unit)
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    assert named
