"""P-5: a file that ends too soon is refused or said to, and is never taken for a whole one."""

from pathlib import Path

from service.domain.errors import Invalid
from service.domain.neutral import Record
from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.transfer.engine import Mover
from tests.transfer.proofs.home import elsewhere, files_with_comments, movers, spread
from tests.transfer.visible import Visible, data_file, read

SILENT = "cut files that were taken for whole ones"
_QUICK_FILES = 6


async def act(trial: Trial) -> Outcome:
    """Every file cut at so many places, evenly."""
    outcome = Outcome(figures={"files": 0, "refused in words": 0, "read in part, and told": 0})
    files = files_with_comments()
    async with movers(trial.at("cuts")) as mover:
        for file in spread(files, _QUICK_FILES) if trial.quick else files:
            trial.tell(file.path)
            whole = len(read(file))
            data = data_file(file.path).read_bytes()
            path = trial.at("file") / Path(file.path).name
            for part in range(1, trial.count + 1):
                path.write_bytes(data[: len(data) * part // (trial.count + 1)])
                await _one(mover, file, path, whole, outcome)
            outcome.count("files")
            if not outcome.controls:
                report, _ = await (await elsewhere(mover, read(file))).bring(read(file))
                outcome.controls.append(Control("not cut: nothing is told", not report["cut"]))
    outcome.demand_none(SILENT)
    return outcome


async def _one(mover: Mover, file: Visible, path: Path, whole: int, outcome: Outcome) -> None:
    outcome.runs += 1
    try:
        records: list[Record] = read(file, path)
        report, _ = await (await elsewhere(mover, records)).bring(records)
    except Invalid as refused:
        outcome.demand(refused.code.startswith("import_"), f"{file.path}: {refused.code}")
        outcome.count("refused in words")
        return
    if report["cut"] or report["skipped"]:
        outcome.count("read in part, and told")
    else:
        outcome.count(SILENT, len(records) < whole)


PROOF = Fault(
    id="P-5",
    name="every visible file cut at 10 %, 20 % … 90 %",
    promise="refused in words or read as far as it goes and told; never a crash, never silence",
    quick=2,
    full=9,
    act=act,
)
