"""The repository as the house tests see it: its root and the files that belong to it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MADE = {
    ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache",
    ".hypothesis", ".import_linter_cache", "artifacts", "htmlcov", "build", "dist", "node_modules",
}  # fmt: skip
_PROSE_AND_CODE = {
    "", ".py", ".md", ".toml", ".json", ".html", ".css", ".js", ".yaml", ".yml", ".txt", ".lock",
    ".ini", ".mako",
}  # fmt: skip
_NAMED = {"Makefile", "Dockerfile", "LICENSE", "run", ".gitignore", ".dockerignore"}


@cache
def text_files() -> tuple[Path, ...]:
    """Every file a person wrote or reads here, as paths below the root."""
    return tuple(sorted(path.relative_to(ROOT) for path in _walk(ROOT)))


def python_files(*rooms: str) -> list[Path]:
    """The Python files of these folders, as paths below the root."""
    return [
        path
        for path in text_files()
        if path.suffix == ".py" and any(path.is_relative_to(room) for room in rooms)
    ]


def syntax_tree(path: Path) -> ast.Module:
    """The file's code, parsed."""
    return ast.parse((ROOT / path).read_bytes(), filename=str(path))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _MADE or path.name.startswith(".venv") or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.name in _NAMED or (path.suffix and path.suffix in _PROSE_AND_CODE):
            yield path
