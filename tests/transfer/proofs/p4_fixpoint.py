"""P-4: what was imported and exported is imported as the same, and importing again adds nothing."""

import gzip
from pathlib import Path

from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.transfer.engine import Mover
from tests.transfer.proofs.home import elsewhere, files_with_comments, inner, movers, spread
from tests.transfer.visible import Visible, data_file, read

DIFFERENT = "exports of an export's import that differ"
MADE_TWICE = "comments made twice by importing again, renamed and packed"
UNTOLD = "records neither imported, merged nor reported"
_QUICK_FILES = 4


async def act(trial: Trial) -> Outcome:
    """Every file out, in and out again, and in twice."""
    outcome = Outcome(figures={"files": 0, "comments": 0})
    files = files_with_comments()
    async with movers(trial.at("fixpoint")) as mover:
        for file in spread(files, _QUICK_FILES) if trial.quick else files:
            trial.tell(file.path)
            await _file(mover, file, trial, outcome)
    outcome.demand_none(DIFFERENT, MADE_TWICE, UNTOLD)
    return outcome


async def _file(mover: Mover, file: Visible, trial: Trial, outcome: Outcome) -> None:
    records, folder = read(file), trial.at("file")
    here = await elsewhere(mover, records)
    report, _ = await here.bring(records)
    there = await elsewhere(mover, records)
    first = await here.export()
    await there.bring_export(first, folder)
    outcome.count(DIFFERENT, inner(await there.export()) != inner(first))
    told = report["comments"] + report["merged"] + report["skipped"]
    outcome.count(UNTOLD, abs(file.comments - told))
    path = folder / f"renamed-{Path(file.path).stem.removesuffix('.tar')}.gz"
    data = data_file(file.path).read_bytes()
    path.write_bytes(data if data.startswith(b"\x1f\x8b") else gzip.compress(data, 1))
    _, again = await here.bring(read(file, path))
    outcome.count(MADE_TWICE, again.position["counts"]["created"])
    outcome.count(MADE_TWICE, inner(await here.export()) != inner(first))
    outcome.count("files")
    outcome.count("comments", file.comments)
    outcome.runs += 1
    if not outcome.controls:
        third = await elsewhere(mover, records)
        await third.bring_export(await here.export(personal_data=False), folder)
        differs = inner(await third.export()) != inner(first)
        outcome.controls.append(Control("exported without personal data: they differ", differs))


PROOF = Fault(
    id="P-4",
    name="every visible file into a site, its export into another; the file once more, as .gz",
    promise="both export the same bytes; nothing is made twice; every record is accounted for",
    quick=1,
    full=1,
    act=act,
)
