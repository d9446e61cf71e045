"""Sockets that a server is started with, and the addresses it tells."""

import os
import socket
from contextlib import closing

import pytest

from service.web import listening
from service.web.listening import address_here, address_of, inherited_sockets


def told(count: int = 1, owner: int | None = None) -> dict[str, str]:
    pid = os.getpid() if owner is None else owner
    return {"LISTEN_PID": str(pid), "LISTEN_FDS": str(count), "LISTEN_FDNAMES": "x", "HOME": "/"}


def given(monkeypatch: pytest.MonkeyPatch, family: socket.AddressFamily) -> int:
    """A socket as systemd hands it over, where the first is looked for; its number."""
    with socket.socket(family) as made:
        number = os.dup(made.fileno())
    monkeypatch.setattr(listening, "_FIRST_INHERITED", number)
    return number


def test_an_inherited_socket_is_taken_and_told_to_no_other_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = given(monkeypatch, socket.AF_INET6)
    environ = told()

    [taken] = inherited_sockets(environ)

    with closing(taken):
        assert (taken.fileno(), taken.family) == (number, socket.AF_INET6)
        assert not os.get_inheritable(number)
        assert environ == {"HOME": "/"}


@pytest.mark.parametrize("environ", [{}, told(owner=1), told() | {"LISTEN_FDS": "x"}])
def test_what_was_meant_for_another_process_is_left_alone(environ: dict[str, str]) -> None:
    assert inherited_sockets(environ) == []


def test_a_socket_of_another_family_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    number = given(monkeypatch, socket.AF_UNIX)

    with pytest.raises(OSError, match=f"LISTEN_FDS {number}"):
        inherited_sockets(told())


def test_addresses_are_those_that_a_browser_takes() -> None:
    assert address_of("::1", 80) == "http://[::1]:80"
    assert address_here("0.0.0.0", 80) == "http://localhost:80"
    assert address_here("192.0.2.1", 80) == "http://192.0.2.1:80"
