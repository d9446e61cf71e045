"""XML of exports, one record at a time: the one parser for all of it.

Expat runs without namespace processing, for real exports use prefixes that they never declared,
or lost their declarations. What such a file means is clear from well-known prefixes. Entities and
external DTDs are refused; the rest is limited in depth and size. HTML's names for signs, such as
`&nbsp;`, are known though XML has them not.
"""

import re
from collections.abc import Collection, Iterator
from html.entities import html5
from typing import BinaryIO
from xml.parsers import expat

from service.domain.errors import Invalid
from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.transfer.source import Entry
from service.transfer.xml_names import Names
from service.transfer.xml_node import Node
from service.transfer.xml_repair import Repair

DEPTH_MAX = 100
RECORD_MAX = 64 * 1024**2
"""Characters of one record."""
_ATTRIBUTES_MAX = 1_000
_CHUNK = 256 * 1024
_IS_ALL = True


def records(
    entry: Entry, wanted: Collection[str], apart: Collection[str] = ()
) -> Iterator[Node | Problem]:
    """The elements at the paths `wanted` (such as `feed/entry`; see `Names` for how elements are
    called), each whole, as they come. Wanted elements within wanted ones are theirs, but those at
    the paths `apart` are taken out and given on their own, before the one they are in.

    What can be repaired is, and reported once; where the file breaks or ends too soon it is
    `truncated-file`, with the count of records so far in its excerpt. Raises Invalid
    `import_xml_entity`, `import_too_deep` and `import_too_large`.
    """
    with entry.open() as stream:
        yield from _read(entry, stream, _Builder(entry.name, frozenset(wanted), frozenset(apart)))


def _read(entry: Entry, stream: BinaryIO, builder: "_Builder") -> Iterator[Node | Problem]:
    repair = Repair()
    count, fault = 0, None
    while fault is None:
        raw = stream.read(_CHUNK)
        try:
            builder.parser.Parse(repair.feed(raw, final=not raw), not raw)
        except expat.ExpatError as error:
            fault = Place(entry.name, error.lineno, builder.parser.ErrorByteIndex)
        ready, builder.ready = builder.ready, []
        count += len(ready)
        yield from ready
        if not raw:
            break
    for reason in (*repair.reasons, *builder.reasons):
        yield Problem(reason, Outcome.NOTED, Place(entry.name))
    if fault is None and entry.was_cut:
        fault = Place(entry.name)
    if fault is not None:
        yield Problem(
            Reason.TRUNCATED_FILE, Outcome.NOTED, fault, excerpt=f"{count} records before it"
        )


class _Builder:
    """Puts wanted elements together while the parser goes."""

    def __init__(self, file: str, wanted: frozenset[str], apart: frozenset[str]) -> None:
        self.ready: list[Node] = []
        self.reasons: tuple[Reason, ...] = ()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse
        # Expat passes over names it does not know only where a DTD might have told of them.
        self.parser.UseForeignDTD()
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        self.parser.ExternalEntityRefHandler = self._outside
        self.parser.SkippedEntityHandler = self._sign
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._file = file
        self._wanted = wanted
        self._apart = apart
        self._names = Names()
        self._path: list[str] = []
        self._open: list[Node] = []
        self._size = self._size_around = 0

    def _start(self, raw_name: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= DEPTH_MAX or len(attributes) > _ATTRIBUTES_MAX:
            raise Invalid("import_too_deep", "file", file=self._file)
        name, named = self._names.start(raw_name, attributes)
        self._path.append(name)
        is_inside = bool(self._open)
        if is_inside or "/".join(self._path) in self._wanted:
            node = Node(name, named, self.parser.CurrentLineNumber, self.parser.CurrentByteIndex)
            if not is_inside or (self._apart and "/".join(self._path) in self._apart):
                node.within = self._open[0] if is_inside else None
                self._size_around = self._size if is_inside else 0
                self._size = 0
            else:
                self._open[-1].children.append(node)
            self._open.append(node)
            self._size += 100 + (sum(map(len, attributes.values())) if attributes else 0)
            if self._size > RECORD_MAX:
                self._too_large()

    def _end(self, _name: str) -> None:
        self._names.end()
        self._path.pop()
        if self._open:
            node = self._open.pop()
            if not self._open or node.within is not None:
                self.ready.append(node)
                self._size = self._size_around

    def _characters(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            if self._size > RECORD_MAX:
                self._too_large()
            self._open[-1].parts.append(text)

    def _too_large(self) -> None:
        raise Invalid("import_too_large", "file", file=self._file)

    def _doctype(self, _name: str, system: str | None, public: str | None, _inner: int) -> None:
        if system or public:
            self._refuse()

    def _outside(self, context: str | None, *where: str | None) -> int:
        if any(where):
            self._refuse()
        self.parser.ExternalEntityParserCreate(context).Parse(b"", _IS_ALL)
        return 1

    def _sign(self, name: str, is_parameter: int) -> None:
        if is_parameter:
            self._refuse()
        self.reasons = (Reason.XML_RECOVERED,)
        self._characters(html5.get(f"{name};", f"&{name};"))

    def _refuse(self, *_what: object) -> int:
        line = self.parser.CurrentLineNumber
        raise Invalid("import_xml_entity", "file", file=self._file, line=line)


_TAG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def root_name(sample: bytes) -> str:
    """The local name of the first element in a sample, for recognising a format; empty for what
    is not XML. UTF-16 counts as XML too."""
    text = sample.decode("utf-16", "ignore").encode() if sample[:2] in _UTF16 else sample
    found = _TAG.search(re.sub(rb"<!--.*?-->", b"", text[:8_192], flags=re.DOTALL))
    return found[1].decode("ascii", "replace") if found else ""


_UTF16 = (b"\xff\xfe", b"\xfe\xff")
