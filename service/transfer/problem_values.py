"""Rows of the report as files and terminals show them."""

from typing import Any

from service.domain.import_problem import Problem


def shown_problem(problem: Problem) -> dict[str, Any]:
    """A row of the report as JSON values."""
    return {
        "reason": problem.reason.value,
        "outcome": problem.outcome.value,
        "file": problem.place.file,
        "line": problem.place.line,
        "offset": problem.place.offset,
        "about": problem.about,
        "excerpt": problem.excerpt,
    }
