"""What the figures are made into."""

from pathlib import Path
from xml.etree.ElementTree import fromstring

from tests.benchmarks.chart import Bar, Line, bars_chart, lines_chart
from tests.benchmarks.documents import write_between_marks, write_with_plot
from tests.benchmarks.load import Run
from tests.benchmarks.measure import Measured
from tests.benchmarks.report import Report, cpu_ratio, ratio
from tests.benchmarks.scale.report import Measured as ScaleMeasured
from tests.benchmarks.scale.report import ScaleReport


def run(rate: float, cpu_us: float = 10.0, p99_ms: float = 2.0) -> Run:
    return Run(answers=100, rate=rate, p50_ms=1000 / rate, p99_ms=p99_ms, cpu_us=cpu_us)


def report(
    runs: dict[str, dict[str, list[Run]]],
    *,
    stored: int = 10,
    others: float | None = 0.0,
    flush_ms: float = 0.0,
) -> Report:
    titles = {name: name.title() for name in runs}
    measured = Measured(titles, runs, {"50": 100}, acknowledged=10, stored=stored)
    versions = {"Python": "3.11"}
    return Report(
        "2026-11-20T09:05+00:00", {"cores": 2}, versions, measured, others, flush_ms=flush_ms
    )


def scale_report(small: float, large: float, memory: float) -> ScaleReport:
    runs = {"read-cold": {20_000: [run(1000 / small)], 2_000_000: [run(1000 / large)]}}
    files = {20_000: 60, 2_000_000: 6_000}
    measured = ScaleMeasured(runs, {size: [0.5] for size in files}, files, 10, (90.0, memory))
    return ScaleReport("2026-11-20T09:05+00:00", {}, {}, measured, 0.0)


READS = {"bare aiohttp": [run(1000.0)], "Reactie": [run(1000.0)]}


def test_a_ratio_is_the_median_over_the_rounds_so_one_slow_moment_does_not_count() -> None:
    runs = {"Reactie": [run(300), run(30), run(330)], "Isso": [run(100), run(100), run(100)]}

    assert ratio(runs, "Isso") == 3.0


def test_who_needs_more_processor_time_needs_so_many_times_ours() -> None:
    runs = {"Reactie": [run(1, cpu_us=20.0)], "Isso": [run(1, cpu_us=300.0)]}

    assert cpu_ratio(runs, "Isso") == 15.0


def test_a_goal_against_a_server_that_was_not_measured_is_not_reached() -> None:
    reached = report({"read-50": READS}).reached

    assert [(each.value, each.is_reached) for each in reached] == [(1.0, True), (None, False)]


def test_waits_and_starts_have_goals_that_they_may_not_exceed() -> None:
    flood = {"Reactie, quiet": [run(1, p99_ms=2.0)], "Reactie, flooded": [run(1, p99_ms=14.0)]}

    reached = report({"flood": flood, "start": {"Reactie": [run(4.0)]}}).reached

    assert [(each.value, each.is_reached) for each in reached] == [(7.0, False), (250.0, True)]


def test_a_comment_that_was_acknowledged_and_not_stored_is_told() -> None:
    lossy = report({}, stored=9)

    assert not lossy.is_lossless
    assert "Acknowledged by Reactie: 10. In its file after SIGKILL: 9." in lossy.as_markdown()


def test_figures_of_a_machine_that_others_used_say_so() -> None:
    disturbed = report({}, others=0.4)

    assert not disturbed.is_undisturbed
    assert "Others used 40% of the machine meanwhile" in disturbed.as_markdown()


def test_figures_of_a_disk_that_was_made_slower_say_so() -> None:
    told = "Each flush of a database took 5 ms longer than the disk needed."

    assert told in report({}, flush_ms=5.0).as_markdown()
    assert told not in report({}).as_markdown()


def test_growth_is_how_many_times_as_much_the_largest_history_takes() -> None:
    grown = scale_report(small=2.0, large=5.0, memory=110.0)

    assert [(value, most) for _, value, most, _ in grown.goals] == [
        (2.5, 1.3),
        (0.5, 2.0),
        (110.0, 120.0),
    ]
    assert not grown.is_reached
    assert scale_report(small=2.0, large=2.2, memory=110.0).is_reached
    assert "| 2.00 | 5.00 | 2.50 |" in grown.as_markdown()


def test_pictures_are_whole_and_say_what_they_show() -> None:
    bars = bars_chart("Rates", [Bar("a <b>", 0.5, 0.9), Bar("c", 400.0)])
    lines = lines_chart("Growth", ["1", "2"], [Line("read", (1.0, 1.2)), Line("post", (1.0, 1.2))])

    for drawn, named in ((bars, "a <b>"), (lines, "read 1.20")):
        words = [each.text for each in fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
        assert named in words
    assert "0.9" not in bars
    assert report({"read-50": READS}).as_svg().count("<rect") == 1


def test_figures_go_between_the_marks_of_a_document_and_leave_its_words(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    file.write_text("Words.\n<!-- figures -->\nold\n<!-- end of figures -->\nMore words.\n")

    write_between_marks(file, "new\n")

    assert file.read_text() == (
        "Words.\n<!-- figures -->\n\nnew\n\n<!-- end of figures -->\nMore words.\n"
    )


def test_a_document_without_marks_becomes_the_figures_with_their_picture(tmp_path: Path) -> None:
    file = tmp_path / "figures.md"

    write_with_plot(file, lambda plot: f"see {plot}", "bars.svg", "<svg/>")

    assert file.read_text() == "see images/bars.svg"
    assert (tmp_path / "images" / "bars.svg").read_text() == "<svg/>"
