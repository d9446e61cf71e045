"""Every fault a few times: what `make faults` does at length."""

from pathlib import Path

import pytest

from tests.faults.fault import Fault, NotRunError, Trial
from tests.faults.table import FAULTS


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=[fault.id for fault in FAULTS])
async def test_a_fault_breaks_no_promise_and_its_control_does(fault: Fault, tmp_path: Path) -> None:
    trial = Trial(fault.quick, tmp_path, print, quick=True)

    try:
        outcome = await fault.act(trial)
    except NotRunError as why:
        pytest.skip(f"{fault.id}: {why}")

    assert outcome.runs >= 1
    assert outcome.broken == []
    assert [control.said for control in outcome.controls if not control.failed] == []
