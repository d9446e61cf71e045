"""What WordPress, its plugins and our own exports keep beside a post or comment, by name."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.neutral import ExternalId
from service.transfer.twins import OF_DISQUS
from service.transfer.xml_node import Node

OWN_EXTERNAL, OWN_KEY = "_ce_external", "_ce_key"
OWN_VOTES, OWN_REPLY = "_ce_votes", "_ce_reply_to"
OWN_STATUS, OWN_NEWLINES = "_ce_status", "_ce_newlines"
"""What our own exports add: where it came from, a page's key; a comment's votes for, the true
target of a reply, a status that WordPress has not, and that its newlines mean nothing."""

_KEPT = frozenset(
    {"rating", "verified", "note", "title", "akismet_result", OF_DISQUS, "dsq_parent_post_id"}
    | {"protocol"}
)
_READ = frozenset(
    {OWN_EXTERNAL, OWN_VOTES, OWN_REPLY, OWN_STATUS, OWN_NEWLINES}
    | {"_wp_trash_meta_status", "_wp_trash_meta_time"}
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a comment of our own exports was before: all that names it and its surroundings."""

    external: ExternalId
    thread: str
    parent: str | None
    parent_of: tuple[str, str] | None
    url: str | None


def metadata(node: Node, name: str = "wp:commentmeta") -> dict[str, str]:
    """What is kept beside it, trimmed, by name. Of two of a name the first one counts."""
    found: dict[str, str] = {}
    for each in node.all(name):
        key, value = each.get("wp:meta_key"), each.get("wp:meta_value")
        if key is not None and value is not None:
            found.setdefault(key, value)
    return found


def unread(names: Iterable[str]) -> list[str]:
    """Those of the names that are left behind."""
    return sorted(frozenset(names) - _KEPT - _READ)


def kept(meta: Mapping[str, str]) -> dict[str, str]:
    """What goes with the comment as it is."""
    return {name: value for name, value in meta.items() if name in _KEPT}


def before_trash(meta: Mapping[str, str]) -> str | None:
    """Where it stood before it was thrown away."""
    was = meta.get("_wp_trash_meta_status")
    return {"1": "approved", "0": "pending"}.get(was or "", was)


def origin_of(meta: Mapping[str, str]) -> Origin | None:
    """Where a comment came from before it was exported here; None for other exports."""
    said = _json(meta.get(OWN_EXTERNAL))
    if not isinstance(said, dict):
        return None
    external = _external(said)
    thread, parent = said.get("thread"), said.get("parent")
    if external is None or not isinstance(thread, str):
        return None
    of, url = (said.get("parent_source"), said.get("parent_instance")), said.get("url")
    return Origin(
        external,
        thread,
        parent if isinstance(parent, str) else None,
        (of[0], of[1]) if isinstance(of[0], str) and isinstance(of[1], str) else None,
        url if isinstance(url, str) else None,
    )


def threads_of(meta: Mapping[str, str]) -> list[ExternalId]:
    """The threads that a page was before it was exported here."""
    said = _json(meta.get(OWN_EXTERNAL))
    each = said if isinstance(said, list) else []
    return [external for value in each if (external := _external(value)) is not None]


def _external(said: Any) -> ExternalId | None:
    values = [said.get(name) for name in ("source", "instance", "id")] if said else []
    return ExternalId(*values) if values and all(isinstance(v, str) for v in values) else None


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
