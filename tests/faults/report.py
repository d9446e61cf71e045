"""The faults as a table in Markdown, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.faults.fault import Fault, Outcome

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
_HEAD = (
    "| {kind} | Promise | Runs | Counted | Held | Control: the same without the precaution |",
    "|---|---|---|---|---|---|",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A fault and what came of it; `why_not` when it could not be run. `seconds` it took, and
    `others`: the share of all processors that other programs used meanwhile."""

    fault: Fault
    outcome: Outcome | None
    why_not: str = ""
    seconds: float = 0.0
    others: float = 0.0

    @property
    def verdict(self) -> str:
        """`yes`, `no`, `late` or `not run`, and for `no` and `late` what is wrong."""
        if self.outcome is None:
            return f"**not run**: {self.why_not}"
        if not self.outcome.held:
            unbroken = [one.said for one in self.outcome.controls if not one.failed]
            broken = [*self.outcome.broken, *(f"control did not fail: {said}" for said in unbroken)]
            return f"**no**: {'; '.join(broken)}"
        if self.outcome.late:
            busy = f" (others used {self.others:.0%} of the processors)"
            return f"**late**: {'; '.join(self.outcome.late)}{busy}"
        part = f"; not run: {'; '.join(self.outcome.left_out)}" if self.outcome.left_out else ""
        return f"yes{part}"

    def as_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "id": self.fault.id,
            "fault": self.fault.name,
            "promise": self.fault.promise,
            "verdict": self.verdict,
            "seconds": round(self.seconds, 1),
            "others": round(self.others, 3),
            "outcome": None if self.outcome is None else asdict(self.outcome),
        }


def as_markdown(lines: Sequence[Line], where: Mapping[str, Any], kind: str = "Fault") -> str:
    """The report: where and when, then a row for each."""
    about = ". ".join(f"{name}: {said}" for name, said in where.items())
    head, rule = _HEAD
    return "\n".join([f"{about}.", "", head.format(kind=kind), rule, *map(_row, lines)])


def written_into(document: str, figures: str) -> str:
    """The document with these figures between its marks. Raises ValueError without marks."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no {BEGIN} … {END} in the document")
    return f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}"


def _row(line: Line) -> str:
    outcome = line.outcome or Outcome()
    counted = "<br>".join(f"{name}: {_figure(value)}" for name, value in outcome.figures.items())
    controls = "<br>".join(control.said for control in outcome.controls)
    runs = f"{outcome.runs:,}" if line.outcome else "–"
    cells = [
        f"{line.fault.id} {line.fault.name}",
        line.fault.promise,
        runs,
        counted,
        line.verdict,
        controls,
    ]
    return f"| {' | '.join(_in_cell(cell) for cell in cells)} |"


def _figure(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
