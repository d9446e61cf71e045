"""Memory that was needed once is given back."""

import ctypes
from types import SimpleNamespace

import pytest

from service.heap import return_large_blocks


def test_the_c_library_is_told_to_give_large_blocks_back(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    library = SimpleNamespace(mallopt=lambda *said: told.append(said))
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)

    return_large_blocks()

    assert dict(told) == {-3: 1 << 20, -1: 4 << 20, -8: 1}


def test_another_c_library_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())

    return_large_blocks()
