"""Repairs what no XML parser takes and exports have: signs that XML forbids, bytes that are no
UTF-8, and what stands before the first tag."""

import codecs
import re

from service.domain.import_problem import Reason

_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
_REFERENCE = re.compile(rb"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,10});")
_OPEN_REFERENCE = re.compile(rb"&#?[0-9A-Za-z]{0,10}\Z")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_DECLARED = re.compile(rb"\sencoding\s*=\s*[\"'][A-Za-z0-9._-]+[\"']")
_UTF8 = (b"utf-8", b"utf8")
_PARSERS_OWN = (b"us-ascii", b"iso-8859-1", b"utf-16")
_NO_SIGNS = ("\ufffe".encode(), "\uffff".encode())
_BOM, _WIDE = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Repair:
    """Works on a file as it comes; `reasons` says what it had to do."""

    def __init__(self) -> None:
        self.reasons: list[Reason] = []
        self._begun = self._as_is = self._is_utf8 = False
        self._held = b""
        self._decoder: codecs.IncrementalDecoder | None = None

    def feed(self, data: bytes, *, final: bool = False) -> bytes:
        """What the parser may have of the next bytes; the rest follows."""
        if self._decoder is not None:
            data = self._decoder.decode(data, final).encode("utf-8", "replace")
        data = self._held + data
        self._held = b""
        if not self._begun:
            if len(data) < 4 and not final:
                self._held = data
                return b""
            data = self._begin(data)
        if self._as_is or not data:
            return data
        if not final:
            data = self._whole(data)
        clean = data.translate(None, _FORBIDDEN)
        if len(clean) < len(data):
            self._say(Reason.CONTROL_CHARS_REMOVED)
        if b"&#" in clean:
            clean = _REFERENCE.sub(self._reference, clean)
        return self._utf8(clean) if self._is_utf8 else clean

    def _begin(self, data: bytes) -> bytes:
        self._begun = True
        if data.startswith(_WIDE):
            self._as_is = True
            return data
        data = data.removeprefix(_BOM)
        start = data.find(b"<")
        if start > 0:
            if data[:start].strip():
                self._say(Reason.XML_RECOVERED)
            data = data[start:]
        named = _ENCODING.match(data)
        self._is_utf8 = named is None or named[1].lower() in _UTF8
        if named is not None and named[1].lower() not in (*_UTF8, *_PARSERS_OWN):
            data = self._decoded(data, named)
        return data

    def _decoded(self, data: bytes, named: re.Match[bytes]) -> bytes:
        """What the parser knows not how to read, as UTF-8 and without the word for what it was."""
        self._is_utf8 = True
        bare = _DECLARED.sub(b"", data, count=1)
        try:
            name = named[1].decode()
            "".encode(name)  # some codecs are none of texts: they raise LookupError here
            made = codecs.getincrementaldecoder(name)("replace")
            text = made.decode(bare)
        except (LookupError, TypeError, ValueError):
            self._say(Reason.ENCODING_REPAIRED)
            return bare
        self._decoder = made
        return text.encode("utf-8", "replace")

    def _whole(self, data: bytes) -> bytes:
        """Keeps back what may go on in the next bytes: a reference, and a sign of several bytes."""
        held = _OPEN_REFERENCE.search(data[-16:])
        end = len(data) - len(held[0]) if held else len(data)
        if not held and self._is_utf8:
            lead = next((n for n in (1, 2, 3) if len(data) >= n and data[-n] >= 0xC0), 0)
            end -= lead
        self._held = data[end:]
        return data[:end]

    def _reference(self, found: re.Match[bytes]) -> bytes:
        digits = found[1]
        code = int(digits[1:], 16) if digits[:1] == b"x" else int(digits)
        good = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        if good or 0x10000 <= code <= 0x10FFFF:
            return found[0]
        self._say(Reason.CONTROL_CHARS_REMOVED)
        return b""

    def _utf8(self, data: bytes) -> bytes:
        if any(sign in data for sign in _NO_SIGNS):
            self._say(Reason.CONTROL_CHARS_REMOVED)
            for sign in _NO_SIGNS:
                data = data.replace(sign, b"")
        try:
            data.decode()
        except UnicodeDecodeError:
            self._say(Reason.ENCODING_REPAIRED)
            return data.decode("utf-8", "replace").encode()
        return data

    def _say(self, reason: Reason) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
