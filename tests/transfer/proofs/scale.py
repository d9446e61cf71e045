"""A large import at a terminal: its seconds, its memory, its bar, and Ctrl-C."""

from pathlib import Path

from tests.faults.fault import Outcome, Trial
from tests.transfer.proofs.watched import Run, kept, new_site, watched

MEGABYTES = 200
ENDS_SECONDS = 5
_STEPS = 20
"""Percentages that the bars show at least, of 200."""


def measure(trial: Trial, file: Path, comments: int, outcome: Outcome) -> None:
    """Imports it whole; breaks it off while it reads, and while it makes; and goes on with it."""
    folder = trial.at("whole")
    new_site(folder)
    run = watched(folder, file)
    outcome.figures |= {
        "comments": kept(folder).comments,
        "seconds": round(run.seconds, 1),
        "of a processor (s)": round(run.processor, 1),
        "most memory (MB)": round(run.megabytes, 1),
        "percentages shown": len(run.seen),
    }
    outcome.demand(run.code == 0, f"exit {run.code}: {run.said[-300:]}")
    outcome.demand(kept(folder).comments == comments, f"not the {comments} comments of the file")
    outcome.demand(run.megabytes < MEGABYTES, f"took {run.megabytes:.0f} MB")
    outcome.demand(trial.quick or len(run.seen) >= _STEPS, f"the bar showed {run.seen}")
    outcome.runs += 1
    if not trial.quick:
        _broken_off(trial, file, comments, outcome)


def _broken_off(trial: Trial, file: Path, comments: int, outcome: Outcome) -> None:
    folder = trial.at("broken-off")
    new_site(folder)
    reading = watched(folder, file, lambda run: max(run.seen, default=0) >= 30)
    found = kept(folder)
    _note("Ctrl-C while it reads: ended after (s)", reading, outcome)
    outcome.demand(not found.comments and not found.running, f"left after reading: {found}")
    making = watched(folder, file, lambda run: run.made and run.seen[-1] >= 30)
    found = kept(folder)
    _note("Ctrl-C while it makes: ended after (s)", making, outcome)
    outcome.demand(found.running == 1 and 0 < found.said == found.comments, f"left: {found}")
    watched(folder, file)
    found = kept(folder)
    outcome.demand(found.comments == comments and not found.running, f"gone on with: {found}")
    outcome.runs += 3


def _note(name: str, run: Run, outcome: Outcome) -> None:
    outcome.longest(name, run.seconds)
    outcome.demand_at_most(name, ENDS_SECONDS)
    outcome.demand(run.code == 1, f"exit {run.code} after Ctrl-C")
