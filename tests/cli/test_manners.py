"""How every command behaves: helps, fails, and starts quickly."""

import subprocess
import sys

import click
import pytest

from service.cli import COMMANDS as MODULES
from tests.cli.terminal import Terminal

HEAVY = ("aiohttp", "sqlalchemy", "pydantic", "jinja2", "rich", "alembic", "babel")

COMMANDS: list[click.Command] = [module.command for module in MODULES.values()]


def _paths(command: click.Command, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    below = command.commands if isinstance(command, click.Group) else {}
    return [path, *(one for name, each in below.items() for one in _paths(each, (*path, name)))]


EVERY = [path for command in COMMANDS for path in _paths(command, (command.name or "",))]


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_explains_itself(bare: Terminal, path: tuple[str, ...]) -> None:
    shown = bare.done(*path, "--help")

    assert "Usage: " in shown
    assert "-h, --help" in shown


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_teaches_by_example(bare: Terminal, command: click.Command) -> None:
    shown = bare.done(command.name or "", "--help")

    assert f"reactie {command.name} " in shown


@pytest.mark.parametrize("path", [path for path in EVERY if path[-1] in ("list", "verify")])
def test_every_listing_takes_json(bare: Terminal, path: tuple[str, ...]) -> None:
    assert "--json" in bare.done(*path, "--help")


def test_help_loads_nothing_heavy() -> None:
    asked = f"""if True:
        import sys
        from service.cli import reactie
        try:
            reactie(["--help"])
        except SystemExit:
            print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
    """

    ended = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, check=True, text=True
    )

    assert ended.stderr.strip() == "[]"


def test_the_version_is_the_distributions(bare: Terminal) -> None:
    assert bare.done("--version").startswith("reactie 0.")


def test_the_module_is_the_command() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "service", "--help"], capture_output=True, check=True, text=True
    )

    assert ended.stdout.startswith("Usage: reactie ")


def test_an_unknown_command_is_wrong_usage(bare: Terminal) -> None:
    assert bare.run("moderate").exit_code == 2


def test_a_file_that_is_no_database_fails_in_one_line(bare: Terminal) -> None:
    bare.database.write_bytes(b"This is a letter to my aunt. " * 200)

    result = bare.run("init", "--site", "blog", "--origin", "https://blog.example")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_a_folder_that_is_not_there_fails_in_one_line(bare: Terminal) -> None:
    elsewhere = Terminal(bare.database.parent / "nowhere" / "comments.db")

    result = elsewhere.run("init", "--site", "blog", "--origin", "https://blog.example")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


def test_a_file_that_cannot_be_read_fails_with_its_name(terminal: Terminal) -> None:
    result = terminal.run(
        *("moderator", "add", "--name", "A", "--email", "a@b.example", "--role", "owner"),
        *("--password-file", "not-there"),
    )

    assert result.exit_code == 1
    assert result.stderr == "Failed: not-there: No such file or directory\n"


def test_the_language_is_lc_all_before_lang(terminal: Terminal) -> None:
    shown = terminal.done("comments", "list", LC_ALL="nl_NL.UTF-8")

    assert shown == "Geen reacties gevonden.\n"


def test_the_commands_are_those_of_the_list() -> None:
    assert [command.name for command in COMMANDS] == list(MODULES)
