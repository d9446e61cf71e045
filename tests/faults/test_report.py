"""What the table says of a fault, and of one that could not be run."""

import random
from pathlib import Path

import pytest

from tests.faults.fault import Control, Fault, Outcome, Trial
from tests.faults.recorded_disk import RecordedDisk
from tests.faults.report import Line, as_markdown, written_into
from tests.faults.sqlite_door import RECORD


async def nothing(_trial: Trial) -> Outcome:
    return Outcome()


FAULT = Fault("R-00", "nothing happens", "nothing breaks", 1, 2, nothing)
FAILED = Control("without it: 3 lost", failed=True)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (Line(FAULT, Outcome(1, controls=[FAILED])), "yes"),
        (Line(FAULT, Outcome(1, left_out=["PostgreSQL: no"])), "yes; not run: PostgreSQL: no"),
        (Line(FAULT, Outcome(1, broken=["lost: 1"], controls=[FAILED])), "**no**: lost: 1"),
        (
            Line(FAULT, Outcome(1, controls=[Control("0 lost", failed=False)])),
            "**no**: control did not fail: 0 lost",
        ),
        (
            Line(FAULT, Outcome(1, late=["heals: 3, more than 1"]), others=0.5),
            "**late**: heals: 3, more than 1 (others used 50% of the processors)",
        ),
        (Line(FAULT, None, "needs root"), "**not run**: needs root"),
    ],
)
def test_the_verdict_tells_what_is_wrong(line: Line, verdict: str) -> None:
    assert line.verdict == verdict


def test_a_row_holds_all_that_was_counted() -> None:
    outcome = Outcome(1_000, {"lost": 0, "slowest (s)": 1.25}, controls=[FAILED])

    row = as_markdown([Line(FAULT, outcome)], {"Machine": "this"}).splitlines()[-1]

    assert row == (
        "| R-00 nothing happens | nothing breaks | 1,000 | lost: 0<br>slowest (s): 1.25 | yes "
        "| without it: 3 lost |"
    )


def test_figures_go_between_the_marks() -> None:
    document = "Before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n"

    written = written_into(document, "new")

    assert written == "Before\n<!-- figures -->\n\nnew\n\n<!-- /figures -->\nafter\n"
    with pytest.raises(ValueError, match="no <!-- figures -->"):
        written_into("nothing", "new")


def test_a_cut_keeps_what_was_flushed_and_what_it_likes_of_the_rest(tmp_path: Path) -> None:
    before, record, cut = tmp_path / "before", tmp_path / "record", tmp_path / "cut"
    before.write_bytes(b"aaaa")
    passed = [(b"W", 10, 1, b"bb"), (b"S", 20, 0, b""), (b"W", 30, 3, b"cc")]
    record.write_bytes(
        b"".join(
            RECORD.pack(kind, 0, at, place, len(data)) + data for kind, at, place, data in passed
        )
    )
    disk = RecordedDisk(before, record)
    seen = set()

    disk.play_until(30)
    for seed in range(20):
        disk.cut(cut, random.Random(seed))
        seen.add(cut.read_bytes())

    assert seen == {b"abba", b"abbcc"}


@pytest.mark.parametrize(("runs", "count"), [(None, 40), (10, 5), (1, 1), (100, 40)])
def test_fewer_runs_are_a_share_of_the_full_count(runs: int | None, count: int) -> None:
    fault = Fault("R-00", "nothing happens", "nothing breaks", 1, 40, nothing, share=0.5)

    assert fault.limited(runs) == count
