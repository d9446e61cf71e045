"""Where one-time links lead."""

from service.domain.one_time_link import LinkKind


def link_path(kind: LinkKind, secret: str) -> str:
    """A one-time link on this host. The secret stands behind `#`: browsers send that to nobody."""
    return f"/moderate/{kind.value}#{secret}"
