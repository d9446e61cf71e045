"""Figures in a document that people write the rest of."""

from collections.abc import Callable
from pathlib import Path

_BEGIN = "<!-- figures -->\n"
_END = "<!-- end of figures -->\n"


def write_with_plot(file: Path, figures: Callable[[str], str], name: str, plot: str) -> None:
    """Writes a picture into the folder images beside the file, and the figures, which show it."""
    picture = file.with_name("images") / name
    picture.parent.mkdir(exist_ok=True)
    picture.write_text(plot, encoding="utf-8")
    write_between_marks(file, figures(f"images/{name}"))


def write_between_marks(file: Path, figures: str) -> None:
    """Writes the figures: between the file's two figures marks where it has them."""
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    before, begin, rest = old.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    whole = f"{before}{begin}\n{figures}\n{end}{after}" if begin and end else figures
    file.write_text(whole, encoding="utf-8")
