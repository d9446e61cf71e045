"""P-6: a Takeout of 200 MB."""

import subprocess
import sys
from pathlib import Path

from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.transfer.proofs.home import files_with_comments
from tests.transfer.proofs.multiplied import takeout
from tests.transfer.proofs.scale import MEGABYTES, measure

SECONDS = 60
_WHOLE = r"""
import re, sys
from xml.etree import ElementTree
ElementTree.parse(sys.argv[1])
print(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
"""


async def act(trial: Trial) -> Outcome:
    """The visible one many times over."""
    files_with_comments()
    outcome, file = Outcome(), trial.at("takeout") / "feed.atom"
    comments = takeout(file, trial.count * 1_000_000)
    measure(trial, file, comments, outcome)
    outcome.demand_at_most("seconds", SECONDS)
    if not trial.quick:
        outcome.controls.append(_control(file))
    return outcome


def _control(file: Path) -> Control:
    command = [sys.executable, "-c", _WHOLE, str(file)]
    printed = subprocess.run(command, check=True, capture_output=True).stdout
    megabytes = int(printed) * 1024 / 1e6
    return Control(f"parsed as a whole: {megabytes:,.0f} MB", megabytes > MEGABYTES)


PROOF = Fault(
    id="P-6",
    name="a Blogger Takeout of 200 MB at a terminal; Ctrl-C while it reads, and while it makes",
    promise="60 s and 200 MB, a moving bar; broken off it leaves nothing, or is gone on with",
    quick=1,
    full=200,
    act=act,
)
