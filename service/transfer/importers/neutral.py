"""The neutral JSON Lines that `reactie export` writes, also by other hands."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import ExternalId, NeutralThread, Record
from service.transfer.fields import excerpt, moment
from service.transfer.importer import ReadOptions
from service.transfer.neutral_lines import SCHEMA, comment_of
from service.transfer.source import Entry, Source
from service.usecases.export_comments import OWN

LINE_MAX = 64 * 1024**2
_UTC = ZoneInfo("UTC")


class NeutralImporter:
    """Reads each line by itself; what it does not know, it leaves out."""

    name = "neutral"
    title = "JSON Lines"

    def recognises(self, sample: bytes, filename: str) -> float:
        """By its first line."""
        first = sample.lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 1)[0]
        return 1.0 if b'"schema"' in first and f'"{SCHEMA}"'.encode() in first else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """A file that does not end with what its lines add up to was cut, or changed."""
        for entry in source.entries():
            if self.recognises(entry.sample(), entry.name):
                yield from _read(entry)


importer = NeutralImporter()


def _read(entry: Entry) -> Iterator[Record]:
    told, instance, whole = hashlib.sha256(), "", False
    with entry.open() as stream:
        for number, raw in enumerate(iter(lambda: stream.readline(LINE_MAX), b""), 1):
            try:
                line = json.loads(raw.decode("utf-8-sig"))
                kind = line["type"]
            except (ValueError, TypeError, KeyError, RecursionError):
                yield _unread(entry, number, raw)
                continue
            if kind == "end":
                whole = line.get("sha256") == told.hexdigest()
                break
            told.update(raw)
            if kind == "export":
                instance = str((line.get("site") or {}).get("id", ""))
            else:
                yield from _record(entry, number, line, instance)
    if not whole:
        yield Problem(Reason.TRUNCATED_FILE, Outcome.NOTED, Place(entry.name))


def _record(entry: Entry, number: int, line: Mapping[str, Any], instance: str) -> Iterator[Record]:
    try:
        if line["type"] == "thread":
            yield from _threads(line, instance)
        elif line["type"] == "comment":
            at = {name: _time(line.get(name)) for name in ("created_at", "edited_at")}
            yield comment_of(line, instance, OWN, at)
        else:
            yield Problem(
                Reason.FIELD_UNKNOWN,
                Outcome.NOTED,
                Place(entry.name, number),
                excerpt=excerpt(line["type"]),
            )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        yield _unread(entry, number, repr(error).encode())


def _threads(line: Mapping[str, Any], instance: str) -> Iterator[NeutralThread]:
    named = line.get("external") or [{"source": OWN, "instance": instance, "id": line["id"]}]
    aliases = tuple(str(each["url"]) for each in line.get("aliases") or ())
    for each in named:
        yield NeutralThread(
            external=ExternalId(str(each["source"]), str(each["instance"]), str(each["id"])),
            address=line.get("key") or line.get("url"),
            title=line.get("title"),
            url=line.get("url"),
            closed=bool(line.get("closed")),
            created_at=_time(line.get("created_at")),
            aliases=aliases,
        )


def _time(text: object) -> int | None:
    return moment(text, _UTC).ms


def _unread(entry: Entry, number: int, raw: bytes) -> Problem:
    words = excerpt(raw[:300].decode("utf-8", "replace"))
    place = Place(entry.name, number)
    return Problem(Reason.TRUNCATED_FILE, Outcome.SKIPPED, place, excerpt=words)
