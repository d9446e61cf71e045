"""Readers' reports of comments, and authors' appeals."""

from sqlalchemy import Table, UniqueConstraint

from service.storage.tables.columns import (
    metadata,
    moment,
    number,
    own_id,
    partial_index,
    reference,
    site,
    words,
)

# settled_by names the decision that dealt with it; without one it is open. The indices of what is
# open are as small as the desk's work, however many comments there are.
reports = Table(
    "reports",
    metadata,
    own_id(),
    site(),
    reference("comment_id", "comments"),
    number("revision"),
    words("reason"),
    words("text", nullable=True),
    words("network"),
    words("area"),
    words("proof", nullable=True),
    moment("at"),
    words("settled_by", nullable=True),
    UniqueConstraint("comment_id", "revision", "network"),
)
_open_report = reports.c.settled_by.is_(None)
partial_index("ix_reports_open", _open_report, reports.c.site_id, reports.c.comment_id)

appeals = Table(
    "appeals",
    metadata,
    own_id(),
    site(),
    reference("comment_id", "comments"),
    words("against"),
    words("text"),
    moment("at"),
    words("state"),
    words("answer", nullable=True),
    words("settled_by", nullable=True),
    UniqueConstraint("comment_id"),
)
_open_appeal = appeals.c.settled_by.is_(None)
partial_index("ix_appeals_open", _open_appeal, appeals.c.site_id, appeals.c.comment_id)
