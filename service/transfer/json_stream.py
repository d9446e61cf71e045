"""JSON as exports are: one document or one a line, read object by object in little memory.

ijson does the reading: it holds no more than the object that is being made, and has no recursion.
"""

import io
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

import ijson

from service.domain.errors import Invalid
from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import Record
from service.transfer.fields import excerpt
from service.transfer.source import Entry, Source

DEEPEST = 64
OBJECT_MAX = 2_000_000
"""Parts (keys, values, brackets) of one object; an export's comment has a hundred."""
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:filetype:[^\n]*\n\s*)?")
"""Above a document: a byte order mark, and the line by which LeanCloud says what follows."""
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPED = re.compile(
    rb"\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
"""An escape, or two that are one sign; caught is a half of such a sign on its own."""
_FIRST_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")
_LOOKED_INTO = 8
_AT_ONCE = 4_096
"""Bytes: it names the path of every bracket in them before anybody can stop it, at a length that
grows with each, so that 64 KB of brackets would take half a minute."""

_BROKEN = (ijson.JSONError, ValueError, OverflowError)
_OPENS = ("start_map", "start_array")
_CLOSES = ("end_map", "end_array")


@dataclass(frozen=True, slots=True)
class Found:
    """An object, where in the document it was (`item` in a list, `data.Comment.item`, empty for
    the whole), and where in the source."""

    path: str
    value: dict[str, Any]
    place: Place


def objects(entry: Entry, wanted: Collection[str]) -> Iterator[Found | Problem]:
    """The objects at the wanted paths, as they come. What is no object there is skipped, and
    told; so is where a document breaks off, after all that was before. Raises Invalid
    `import_too_deep` and `import_too_large`."""
    with entry.open() as stream:
        counted = _Counted(stream)
        try:
            for path, value in _values(entry.name, counted, wanted):
                place = Place(entry.name, offset=counted.at)
                if isinstance(value, dict):
                    yield Found(path, value, place)
                else:
                    shown = excerpt(value)
                    yield Problem(Reason.FIELD_UNKNOWN, Outcome.SKIPPED, place, excerpt=shown)
        except _BROKEN as error:
            yield _noted(Reason.TRUNCATED_FILE, entry, counted, _said(error))
        else:
            if entry.was_cut:
                yield _noted(Reason.TRUNCATED_FILE, entry, counted, "")
        if counted.is_repaired:
            yield _noted(Reason.ENCODING_REPAIRED, entry, counted, "")


def list_of(entry: Entry, *names: str) -> Iterator[Found | Problem]:
    """The objects of a list, whether it is the document, stands under one of the names in it, or
    is written an object a line."""
    paths = paths_in(entry.sample())
    named = [f"{name}.item" for name in names if f"{name}[]" in paths]
    return objects(entry, named or ["item" if "[]" in paths else ""])


def each_listed(
    source: Source, names: Sequence[str], make: Callable[[Found], Iterator[Record]]
) -> Iterator[Record]:
    """What `make` makes of each object of every file's list (see `list_of`)."""
    for entry in source.entries():
        for found in list_of(entry, *names):
            if isinstance(found, Problem):
                yield found
            else:
                yield from make(found)


@lru_cache(4)
def paths_in(sample: bytes) -> frozenset[str]:
    """The paths of all values in the beginning of a document, with `[]` behind those of lists: what
    a format is known by."""
    found: set[str] = set()
    sample = _HEAD.sub(b"", sample, count=1)
    if sample[:1] not in (b"{", b"["):
        return frozenset()
    try:
        for depth, path, event, value in _events("", _Counted(io.BytesIO(sample))):
            if depth <= _LOOKED_INTO:
                found.add(f"{path}.{value}".lstrip(".") if event == "map_key" else path)
                if event == "start_array":
                    found.add(f"{path}[]")
    except (*_BROKEN, Invalid):
        pass  # A sample ends somewhere.
    return frozenset(found)


def _values(name: str, stream: Any, wanted: Collection[str]) -> Iterator[tuple[str, Any]]:
    builder: ijson.ObjectBuilder | None = None
    made_at, size = (0, ""), 0
    for depth, path, event, value in _events(name, stream):
        if builder is None:
            if path not in wanted or event in (*_CLOSES, "map_key"):
                continue
            if event not in _OPENS:
                yield path, value
                continue
            builder, made_at, size = ijson.ObjectBuilder(), (depth, path), 0
        builder.event(event, value)
        size += 1
        if size > OBJECT_MAX:
            raise Invalid("import_too_large", "file", file=name)
        if event in _CLOSES and (depth, path) == made_at:
            made, builder = builder.value, None
            yield path, made


def _events(name: str, stream: Any) -> Iterator[tuple[int, str, str, Any]]:
    """What ijson reads, with the depth that it stands at: of brackets the same for both."""
    depth = 0
    read = ijson.parse(stream, buf_size=_AT_ONCE, multiple_values=True, use_float=True)
    for path, event, value in read:
        if event in _CLOSES:
            depth -= 1
        yield depth, path, event, value
        if event in _OPENS:
            depth += 1
            if depth > DEEPEST:
                raise Invalid("import_too_deep", "file", file=name)


def _said(error: Exception) -> str:
    what = error.args[0] if error.args else ""
    return excerpt(what.decode("utf-8", "replace") if isinstance(what, bytes) else what)


def _noted(reason: Reason, entry: Entry, read: "_Counted", why: str) -> Problem:
    return Problem(reason, Outcome.NOTED, Place(entry.name, offset=read.at), excerpt=why)


class _Counted:
    """A stream that knows how far it was read. It begins without what `_HEAD` takes off, and what
    is no UTF-8 in it is replaced, so that one bad byte does not cost the rest of the file."""

    def __init__(self, stream: BinaryIO) -> None:
        self.at = 0
        self.is_repaired = False
        self._is_first = True
        self._held = b""
        self._stream = stream
        self._decoder = getincrementaldecoder("utf-8-sig")("surrogateescape")

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end only."""
        while True:
            data = self._stream.read(size)
            self.at += len(data)
            text = self._decoder.decode(data, final=not data)
            try:
                clean = text.encode()
            except UnicodeEncodeError:
                self.is_repaired = True
                clean = text.encode("utf-8", "replace")
            clean = self._whole(clean, final=not data)
            if self._is_first and clean:
                self._is_first, clean = False, _HEAD.sub(b"", clean, count=1)
            if clean or not data:
                return clean

    def _whole(self, data: bytes, *, final: bool) -> bytes:
        """The data without halves of signs, which a parser takes for a fault; what may go on in the
        next bytes is held back."""
        data, self._held = self._held + data, b""
        if b"\\" not in data:
            return data
        end = len(data) if final else _whole_until(data)
        data, self._held = data[:end], data[end:]
        return _ESCAPED.sub(self._paired, data) if _HALF.search(data) else data

    def _paired(self, found: re.Match[bytes]) -> bytes:
        if not found[1]:
            return found[0]
        self.is_repaired = True
        return b"\\ufffd"


def _whole_until(data: bytes) -> int:
    """Where an escape begins that the end of the data may have cut, with the one before it where
    both may be one sign; else the end."""
    at = data.rfind(b"\\", max(0, len(data) - 6))
    if at < 0 or not _escapes(data, at):
        return len(data)
    open_ = data[at:]
    if open_[1:2] not in (b"", b"u") or (len(open_) == 6 and not _FIRST_HALF.match(open_)):
        return len(data)
    before = at - 6
    is_second = len(open_) < 6 and before >= 0 and _FIRST_HALF.match(data, before)
    return before if is_second and _escapes(data, before) else at


def _escapes(data: bytes, at: int) -> bool:
    """Whether the backslash there begins an escape, and does not end one."""
    run = at
    while run and data[run - 1] == 0x5C:
        run -= 1
    return (at - run) % 2 == 0
