"""What WordPress, its plugins and our own exports keep beside a comment, by name."""

from collections.abc import Iterable, Mapping

from service.transfer.xml_node import Node

OWN_ID, OWN_VOTES, OWN_REPLY = "_ce_id", "_ce_votes", "_ce_reply_to"
"""What our own exports add: the comment's id, its votes for, and the true target of a reply."""

_KEPT = frozenset(
    {"rating", "verified", "note", "title", "akismet_result", "dsq_post_id", "dsq_parent_post_id"}
    | {"protocol", OWN_ID}
)
_READ = frozenset({OWN_VOTES, OWN_REPLY, "_wp_trash_meta_status", "_wp_trash_meta_time"})


def metadata(comment: Node) -> dict[str, str]:
    """What is kept beside it, trimmed, by name. Of two of a name the first one counts."""
    found: dict[str, str] = {}
    for each in comment.all("wp:commentmeta"):
        name, value = each.get("wp:meta_key"), each.get("wp:meta_value")
        if name is not None and value is not None:
            found.setdefault(name, value)
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
