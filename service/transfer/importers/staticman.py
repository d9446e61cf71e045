"""Staticman: a file for each comment in the blog's own repository, in a folder for each page."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import yaml

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    Body,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import excerpt, scalar
from service.transfer.importer import ReadOptions
from service.transfer.json_stream import paths_in
from service.transfer.records import any_moment, body_format, date_problems, own
from service.transfer.source import Entry, Source

SOURCE = "staticman"
FILE_MAX = 1_000_000
DEEPEST = 20
_TYPES = (".yml", ".yaml", ".json", ".md", ".markdown", ".html")
_TEXTS = ("message", "comment", "body", "content", "text")
_NAMES = ("name", "author", "fields.name")
_WEBSITES = ("url", "website", "link", "site")
_DATES = ("date", "timestamp", "created_at", "created", "time")
_ANSWERS = ("replying_to_uid", "replyToId", "reply_to_id", "replyTo", "reply_to", "replying_to")
_POSITION = "replying_to"
_PAGES = ("slug", "post", "post_id", "page", "permalink")
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)(.*)\Z", re.DOTALL)
_FIELD = re.compile(rb"^(message|comment|body|_parent|replying_to\w*|_id)\s*:", re.MULTILINE)
_NAME = re.compile(rb"^(name|author|date|email)\s*:", re.MULTILINE)
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that no YAML may hold (YAML 1.2 section 5.1)."""
_MD5 = re.compile(r"[0-9a-f]{32}")


class Staticman:
    name = "staticman"
    title = "Staticman"

    def recognises(self, sample: bytes, filename: str) -> float:
        """By the fields of a comment, in a file that lies where comments do."""
        if not filename.lower().endswith(_TYPES):
            return 0.0
        if b"allowedFields" in sample and b"staticman" in filename.lower().encode():
            return 0.8
        if filename.lower().endswith(".json"):
            found = paths_in(sample)
            is_comment = not found.isdisjoint(_TEXTS) and not found.isdisjoint((*_NAMES, *_DATES))
        else:
            is_comment = bool(_FIELD.search(sample) and _NAME.search(sample))
        if not is_comment:
            return 0.0
        return 0.85 if "comments/" in filename else 0.35

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """Page by page: files of one folder stand together, in the order of their names."""
        wanted = (each for each in source.entries() if each.name.lower().endswith(_TYPES))
        for folder, entries in groupby(wanted, key=lambda each: each.name.rpartition("/")[0]):
            comments = []
            for entry in entries:
                read = _read(entry)
                if isinstance(read, Problem):
                    yield read
                elif _is_comment(read):
                    comments.append((entry, read))
            yield from _page(folder.rpartition("/")[2], comments, options)


def _read(entry: Entry) -> Mapping[str, Any] | Problem:
    """What a file says, every value as text; nothing for what is no set of fields."""
    with entry.open() as stream:
        raw = stream.read(FILE_MAX + 1)
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if len(raw) > FILE_MAX:
        return Problem(Reason.BODY_TOO_LONG, Outcome.SKIPPED, Place(entry.name))
    try:
        found = _fields(entry.name.lower(), text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Problem(
            Reason.TRUNCATED_FILE, Outcome.SKIPPED, Place(entry.name), excerpt=excerpt(error)
        )
    return found if isinstance(found, dict) else {}


def _fields(name: str, text: str) -> object:
    if name.endswith(".json"):
        return json.loads(text)
    parts = _FRONT_MATTER.match(text)
    if parts is not None and not name.endswith((".yml", ".yaml")):
        fields = _yaml(parts[1])
        return {"body": parts[2], **fields} if isinstance(fields, dict) else fields
    if name.endswith((".yml", ".yaml")):
        return _yaml(text)
    return None


def _yaml(text: str) -> object:
    """Raises yaml.YAMLError, and ValueError for what is nested deeper than a comment ever is: the
    loader in C goes down without a limit."""
    text = _ODD.sub("", text)
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ValueError("nested too deeply")
    # The base loader makes texts, lists and mappings, and nothing else whatever a file asks for.
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506


def _is_comment(fields: Mapping[str, Any]) -> bool:
    said = _first(fields, _TEXTS)
    return said is not None and (_first(fields, _NAMES) or _first(fields, _DATES)) is not None


def _page(
    folder: str, comments: Sequence[tuple[Entry, Mapping[str, Any]]], options: ReadOptions
) -> Iterator[Record]:
    pages: dict[str, list[str]] = {}
    for entry, fields in comments:
        page = _slug(folder, fields)
        if page not in pages:
            pages[page] = []
            yield NeutralThread(ExternalId(SOURCE, "", page), _address(page, fields, options))
        pages[page].append(_id(page, entry, fields))
    for entry, fields in comments:
        page = _slug(folder, fields)
        yield from _comment(page, entry, fields, pages[page], options)


def _comment(
    page: str,
    entry: Entry,
    fields: Mapping[str, Any],
    ids: Sequence[str],
    options: ReadOptions,
) -> Iterator[Record]:
    place, about, created = Place(entry.name), _id(page, entry, fields), _first(fields, _DATES)
    made = any_moment(created, options.zone)
    yield from date_problems(made, place, about, created)
    parent = _parent(page, fields, ids)
    if parent is not None and parent in ids and f"{page}/{_first(fields, _ANSWERS)}" != parent:
        shown = excerpt(fields.get(_POSITION))
        yield Problem(Reason.POSITION_PARENT, Outcome.KEPT, place, about, shown)
    text, email = str(_raw(fields, _TEXTS)), scalar(fields.get("email"))
    is_hash = email is not None and _MD5.fullmatch(email.lower()) is not None
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=page,
        body=Body(text, body_format(text)),
        status=NeutralStatus.APPROVED,
        author=NeutralAuthor(
            name=_first(fields, _NAMES),
            email=None if is_hash else email,
            email_hash=email if is_hash else None,
            url=_first(fields, _WEBSITES),
            avatar=scalar(fields.get("avatar")),
        ),
        parent=parent,
        created_at=made.ms,
        created_original=created,
        edited_at=_edited(fields, made.ms, options),
        extra=own(fields, "_id", "replyThread"),
    )


def _parent(page: str, fields: Mapping[str, Any], ids: Sequence[str]) -> str | None:
    """The comment that is answered: by its id, or by its place among the page's files."""
    said = _first(fields, _ANSWERS)
    if said is None:
        return None
    by_id = f"{page}/{said}"
    if by_id in ids or not said.isdecimal() or len(said) > 6:
        return by_id
    return ids[int(said) - 1] if 1 <= int(said) <= len(ids) else by_id


def _edited(fields: Mapping[str, Any], made: int | None, options: ReadOptions) -> int | None:
    updated = scalar(fields.get("updated"))
    edited = any_moment(updated, options.zone).ms if updated else None
    return None if edited == made else edited


def _slug(folder: str, fields: Mapping[str, Any]) -> str:
    """The page: its folder's name, or what a comment says where all lie in one folder."""
    return _first(fields, _PAGES) or folder if folder in ("", "comments") else folder


def _address(page: str, fields: Mapping[str, Any], options: ReadOptions) -> str | None:
    parent = scalar(fields.get("_parent"))
    if parent is not None and "/" in parent:
        return parent
    if options.page_pattern:
        return options.page_pattern.replace("{name}", page)
    return page or None


def _id(page: str, entry: Entry, fields: Mapping[str, Any]) -> str:
    """Names of files are one page's only."""
    stem = entry.name.rpartition("/")[2].rpartition(".")[0]
    return f"{page}/{scalar(fields.get('_id')) or scalar(fields.get('id')) or stem}"


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str | None:
    return next((said for name in names if (said := scalar(fields.get(name)))), None)


def _raw(fields: Mapping[str, Any], names: Sequence[str]) -> object:
    return next((fields[name] for name in names if scalar(fields.get(name))), "")


importer = Staticman()
