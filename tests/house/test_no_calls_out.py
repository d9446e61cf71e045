"""S-24: nothing that a visitor writes is ever fetched, for nothing in the service can fetch."""

import ast
from pathlib import Path
from typing import TypeVar

from tests.house.tree import python_files, syntax_tree

Node = TypeVar("Node", bound=ast.AST)
CALLERS = {"urllib.request", "urllib3", "requests", "httpx", "http.client", "ftplib", "smtplib"}
CALLING = {"ClientSession", "ClientRequest", "create_connection", "open_connection", "TCPConnector"}
MAY_CALL = (
    Path("service/cli/replay"),  # a tool that plays visitors against a server one names
)


def test_the_service_calls_nobody() -> None:
    files = [
        path
        for path in python_files("service")
        if not any(path.is_relative_to(folder) for folder in MAY_CALL)
    ]

    calls = {str(path): sorted(_calls(syntax_tree(path))) for path in files}

    assert len(files) > 400
    assert {path: found for path, found in calls.items() if found} == {}


def _calls(tree: ast.AST) -> set[str]:
    imported = {alias.name for node in _of(tree, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in _of(tree, ast.ImportFrom)}
    named = {node.attr for node in _of(tree, ast.Attribute)}
    named |= {node.id for node in _of(tree, ast.Name)}
    return imported & CALLERS | named & CALLING


def _of(tree: ast.AST, kind: type[Node]) -> list[Node]:
    return [node for node in ast.walk(tree) if isinstance(node, kind)]
