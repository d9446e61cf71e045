"""A disk without power: what it may hold, from the record of what was written and flushed to it.

What was flushed is there. Each later write is there, or is not, or is torn between two sectors, as
chance has it and in no order: more than a real disk does to a database.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.sqlite_door import RECORD

SECTOR = 512
SUFFIXES = ("", "-wal")


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that reached the disk: W (write), T (truncate to `place`) or S (flush)."""

    kind: bytes
    file: int
    at: int
    place: int
    data: bytes


@dataclass(slots=True)
class _File:
    flushed: bytearray = field(default_factory=bytearray)
    since: list[Passed] = field(default_factory=list)

    def take(self, passed: Passed) -> None:
        if passed.kind != b"S":
            self.since.append(passed)
            return
        for one in self.since:
            _put(self.flushed, one)
        self.since.clear()


class RecordedDisk:
    """The disk, played on from one cut to the next. It begins with the file as it was flushed."""

    def __init__(self, before: Path, record: Path) -> None:
        self._files = [_File(bytearray(before.read_bytes())), _File()]
        self._rest = _passed(record)
        self._next = next(self._rest, None)

    def play_until(self, moment: int) -> None:
        """Goes on to a moment (time.monotonic_ns)."""
        while self._next is not None and self._next.at <= moment:
            self._files[self._next.file].take(self._next)
            self._next = next(self._rest, None)

    def cut(self, to: Path, chance: random.Random) -> None:
        """Writes what may be on the disk if the power goes now, as a database file of that name."""
        survives = chance.choice((0.0, 0.5, 0.9, 1.0))
        for suffix, file in zip(SUFFIXES, self._files, strict=True):
            content = bytearray(file.flushed)
            for passed in file.since:
                if chance.random() < survives:
                    _put(content, _torn(passed, chance))
            to.with_name(to.name + suffix).write_bytes(content)


def _passed(record: Path) -> Iterator[Passed]:
    with record.open("rb") as opened:
        while len(head := opened.read(RECORD.size)) == RECORD.size:
            kind, file, at, place, size = RECORD.unpack(head)
            data = opened.read(size)
            if len(data) == size:
                yield Passed(kind, file, at, place, data)


def _torn(passed: Passed, chance: random.Random) -> Passed:
    """Now and then only the first sectors of a write."""
    if len(passed.data) <= SECTOR or chance.random() < 0.8:
        return passed
    kept = chance.randrange(SECTOR, len(passed.data), SECTOR)
    return Passed(passed.kind, passed.file, passed.at, passed.place, passed.data[:kept])


def _put(content: bytearray, passed: Passed) -> None:
    if passed.kind == b"T":
        del content[passed.place :]
        return
    end = passed.place + len(passed.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[passed.place : end] = passed.data
