"""What the figures are made into."""

from pathlib import Path

from tests.benchmarks.__main__ import write_markdown
from tests.benchmarks.load import Run
from tests.benchmarks.measure import Measured
from tests.benchmarks.report import Report, ratio


def run(rate: float) -> Run:
    return Run(answers=100, rate=rate, p50_ms=1.0, p99_ms=2.0)


def report(*, posts: dict[str, list[Run]], stored: int = 10, others: float | None = 0.0) -> Report:
    reads = {name: [run(1000.0)] for name in ("bare aiohttp", "Reactie")}
    measured = Measured(reads, posts, {"Reactie": 100}, acknowledged=10, stored=stored)
    return Report("2026-11-20T09:05+00:00", {"cores": 2}, {"Python": "3.11"}, measured, others)


def test_a_ratio_is_the_median_over_the_rounds_so_one_slow_moment_does_not_count() -> None:
    runs = {"Reactie": [run(300), run(30), run(330)], "Isso": [run(100), run(100), run(100)]}

    assert ratio(runs, "Isso") == 3.0


def test_a_goal_against_a_server_that_was_not_measured_is_not_reached() -> None:
    reached = report(posts={"Reactie": [run(500)]}).reached

    assert [(each.ratio, each.is_reached) for each in reached] == [
        (1.0, True),
        (None, False),
        (None, False),
    ]


def test_a_comment_that_was_acknowledged_and_not_stored_is_told() -> None:
    lossy = report(posts={"Reactie": [run(500)]}, stored=9)

    assert not lossy.is_lossless
    assert "Acknowledged by Reactie: 10. In its file after SIGKILL: 9." in lossy.as_markdown()


def test_figures_of_a_machine_that_others_used_say_so() -> None:
    disturbed = report(posts={"Reactie": [run(500)]}, others=0.4)

    assert not disturbed.is_undisturbed
    assert "Others used 40% of the machine meanwhile" in disturbed.as_markdown()


def test_figures_go_between_the_marks_of_a_document_and_leave_its_words(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    file.write_text("Words.\n<!-- figures -->\nold\n<!-- end of figures -->\nMore words.\n")

    write_markdown(file, "new\n")

    assert file.read_text() == (
        "Words.\n<!-- figures -->\n\nnew\n\n<!-- end of figures -->\nMore words.\n"
    )


def test_a_document_without_marks_becomes_the_figures(tmp_path: Path) -> None:
    file = tmp_path / "figures.md"

    write_markdown(file, "new\n")

    assert file.read_text() == "new\n"
