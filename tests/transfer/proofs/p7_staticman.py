"""P-7: a Staticman tree of 25,000 files."""

from tests.faults.fault import Fault, Outcome, Trial
from tests.transfer.proofs.home import files_with_comments
from tests.transfer.proofs.multiplied import tree
from tests.transfer.proofs.scale import measure


async def act(trial: Trial) -> Outcome:
    """The visible one many times over."""
    files_with_comments()
    outcome, folder = Outcome(), trial.at("tree")
    files = tree(folder, trial.count)
    measure(trial, folder, files, outcome)
    return outcome


PROOF = Fault(
    id="P-7",
    name="a Staticman tree of 25,000 files at a terminal; Ctrl-C as in P-6",
    promise="200 MB, a moving bar; broken off it leaves nothing, or is gone on with",
    quick=50,
    full=25_000,
    act=act,
)
