"""The lists of rules, commands and routes are complete: no file of their folder is missing."""

import ast
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from service.cli import COMMANDS
from service.rules.builtin import RULES
from service.transfer.exporters import EXPORTERS
from service.transfer.importers import IMPORTERS
from service.web.page_routes import PAGES
from service.web.pages.desk import DESK
from service.web.route import Route
from service.web.route_table import ROUTES
from tests.house.tree import python_files, syntax_tree


def test_every_rule_of_the_folder_is_in_the_list_and_named_after_its_file() -> None:
    written = {path.stem for path in python_files("service/rules/builtin")} - {"__init__"}

    listed = {rule.name for rule in RULES}

    assert listed == written


def test_no_two_rules_share_a_name() -> None:
    names = [rule.name for rule in RULES]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("word", "formats"), [("importer", IMPORTERS), ("exporter", EXPORTERS)])
def test_every_format_of_the_folder_is_in_the_list(word: str, formats: Sequence[Any]) -> None:
    written = {
        id(value): f"{path}: {name}"
        for path in python_files(f"service/transfer/{word}s")
        for name, value in vars(import_module(_module(path))).items()
        if name == word
    }

    listed = {id(each) for each in formats}

    assert not [name for key, name in written.items() if key not in listed]
    assert len({each.name for each in formats}) == len(formats)


def test_every_command_of_the_folder_is_in_the_list() -> None:
    written = _modules_that_define("service/cli", "command")

    listed = {module.__name__ for module in COMMANDS.values()}

    assert listed == written


def test_every_door_of_the_folders_is_in_the_route_table() -> None:
    written = {
        id(value): f"{path}: {name}"
        for folder in ("service/web/public", "service/web/admin", "service/web/pages")
        for path in python_files(folder)
        for name, value in vars(import_module(_module(path))).items()
        if isinstance(value, Route)
    }

    listed = {id(route) for route in (*ROUTES, *PAGES, *DESK)}

    assert not [door for key, door in written.items() if key not in listed]


def test_no_route_is_in_the_table_twice() -> None:
    doors = [(route.method, route.path) for route in (*ROUTES, *PAGES, *DESK)]

    assert len(doors) == len(set(doors))


def _modules_that_define(folder: str, name: str) -> set[str]:
    return {_module(path) for path in python_files(folder) if name in _names(syntax_tree(path))}


def _names(tree: ast.Module) -> set[str]:
    """What the module itself defines at its top level."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found.update(each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)
