from pathlib import Path

import click
import pytest

from service.cli import COMMANDS

DOCUMENT = Path(__file__).parents[2] / "docs" / "cli.md"


def _leaves(command: click.Command, path: str) -> list[str]:
    if not isinstance(command, click.Group):
        return [path]
    return [
        leaf for name, each in command.commands.items() for leaf in _leaves(each, f"{path} {name}")
    ]


@pytest.mark.parametrize(
    "leaf",
    [
        leaf
        for name, module in COMMANDS.items()
        for leaf in _leaves(module.command, f"reactie {name}")
    ],
)
def test_every_command_is_on_the_map(leaf: str) -> None:
    assert f"| `{leaf}" in DOCUMENT.read_text(encoding="utf-8")
