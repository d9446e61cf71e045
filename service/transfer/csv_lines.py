"""Lines of CSV (RFC 4180), in which no cell is a formula."""

import csv
from collections.abc import Sequence
from io import StringIO

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Spreadsheets run what begins so (OWASP, "CSV Injection"), the full-width signs included."""


def csv_line(cells: Sequence[object], *, exact: bool = False) -> str:
    """One line with its end. A text that a spreadsheet would run gets a `'` before it, which shows
    it as text, unless it is to be `exact`; None is an empty cell."""
    line = StringIO(newline="")
    csv.writer(line).writerow(cells if exact else [_inert(cell) for cell in cells])
    return line.getvalue()


def _inert(cell: object) -> object:
    is_formula = isinstance(cell, str) and cell.lstrip(" ").startswith(_STARTS_A_FORMULA)
    return f"'{cell}" if is_formula else cell
