"""P-1: the records of a file in any order make the same site."""

from pathlib import Path

from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.transfer.engine import Mover
from tests.transfer.proofs.home import brought, files_with_comments, movers, spread
from tests.transfer.proofs.shuffling import shuffled
from tests.transfer.visible import Visible, data_file, read

DIFFERENT = "exports that differ from the unshuffled one's"
_QUICK_FILES = 6


async def act(trial: Trial) -> Outcome:
    """Each file that has an order, so many seeds."""
    outcome = Outcome(figures={"files": 0, "comments a round": 0})
    files = files_with_comments()
    async with movers(trial.at("order")) as mover:
        for file in spread(files, _QUICK_FILES) if trial.quick else files:
            if shuffled(data_file(file.path).read_bytes(), 0) is not None:
                trial.tell(file.path)
                await _file(mover, file, trial, outcome)
    outcome.demand_none(DIFFERENT)
    return outcome


async def _file(mover: Mover, file: Visible, trial: Trial, outcome: Outcome) -> None:
    data, path = data_file(file.path).read_bytes(), trial.at("file") / Path(file.path).name
    _, first = await brought(mover, read(file))
    for seed in range(trial.count):
        path.write_bytes(shuffled(data, seed) or b"")
        _, again = await brought(mover, read(file, path))
        outcome.count(DIFFERENT, again != first)
        outcome.runs += 1
    outcome.count("files")
    outcome.count("comments a round", file.comments)
    if not outcome.controls and file.comments > 1:
        records = read(file)
        _, less = await brought(mover, records[:-1])
        outcome.controls.append(Control("one record left out: they differ", less != first))


PROOF = Fault(
    id="P-1",
    name="the records of every visible XML and JSON export shuffled in the file",
    promise="the same export, byte for byte",
    quick=3,
    full=20,
    act=act,
)
