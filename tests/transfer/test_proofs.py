"""Every proof on a small scale: what `make import-proofs` does at length."""

from pathlib import Path

import pytest

from tests.faults.fault import Fault, NotRunError, Trial
from tests.transfer.proofs.table import PROOFS


@pytest.mark.slow
@pytest.mark.parametrize("proof", PROOFS, ids=[proof.id for proof in PROOFS])
async def test_what_imports_promise_holds_and_the_control_tells(
    proof: Fault, tmp_path: Path
) -> None:
    trial = Trial(proof.quick, tmp_path, print, quick=True)

    try:
        outcome = await proof.act(trial)
    except NotRunError as why:
        pytest.skip(f"{proof.id}: {why}")

    assert outcome.runs >= 1
    assert outcome.broken == []
    assert [control.said for control in outcome.controls if not control.failed] == []
