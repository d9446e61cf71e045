"""P-3: the server's own time zone changes nothing."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.transfer.engine import Mover
from tests.transfer.proofs.home import brought, files_with_comments, movers, spread
from tests.transfer.visible import Visible, read

ZONES = ("UTC", "Europe/Amsterdam", "Pacific/Kiritimati")
DIFFERENT = "exports that differ between zones"
_WITHOUT_ZONE = "isso/isso-test-generic.json"
_QUICK_FILES = 3


async def act(trial: Trial) -> Outcome:
    """Every file in every zone."""
    outcome = Outcome(figures={"files": 0, "comments": 0})
    files = files_with_comments()
    async with movers(trial.at("zones")) as mover:
        for file in spread(files, _QUICK_FILES) if trial.quick else files:
            seen = {await _exported(mover, file, zone) for zone in ZONES}
            outcome.count("files")
            outcome.count("comments", file.comments)
            outcome.count(DIFFERENT, len(seen) - 1)
            outcome.runs += len(ZONES)
        [bare] = [file for file in files if file.path == _WITHOUT_ZONE]
        told = {
            await _exported(mover, replace(bare, options=replace(bare.options, zone=zone)), "UTC")
            for zone in map(ZoneInfo, ZONES)
        }
    outcome.demand_none(DIFFERENT)
    said = f"times without a zone read as the server's: {len(told)} exports of {len(ZONES)}"
    outcome.controls.append(Control(said, len(told) > 1))
    return outcome


async def _exported(mover: Mover, file: Visible, zone: str) -> bytes:
    with _server_in(zone):
        _, lines = await brought(mover, read(file))
    return b"\n".join(lines)


@contextmanager
def _server_in(zone: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


PROOF = Fault(
    id="P-3",
    name=f"every visible file with the server in {', '.join(ZONES)}",
    promise="the same export, byte for byte",
    quick=1,
    full=1,
    act=act,
)
