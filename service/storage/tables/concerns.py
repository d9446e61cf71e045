"""Readers' reports of comments, and authors' appeals."""

from sqlalchemy import Index, Table, UniqueConstraint

from service.storage.tables.columns import metadata, moment, number, own_id, reference, site, words

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
Index(
    "ix_reports_open",
    reports.c.site_id,
    reports.c.comment_id,
    sqlite_where=_open_report,
    postgresql_where=_open_report,
)

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
Index(
    "ix_appeals_open",
    appeals.c.site_id,
    appeals.c.comment_id,
    sqlite_where=_open_appeal,
    postgresql_where=_open_appeal,
)
