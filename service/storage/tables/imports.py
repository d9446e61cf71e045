"""What is kept of imports: by what name a source knew a thread or comment, and what was odd."""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, and_, false

from service.storage.tables.columns import ID, metadata, number, partial_index, site, values, words
from service.storage.tables.comments import comments

# `key` is one of the thread's addresses, which lead to it whatever becomes of it.
imported_threads = Table(
    "imported_threads",
    metadata,
    site(),
    words("source"),
    words("instance"),
    words("external_id"),
    words("key"),
    words("run"),
    Column("created_at", ID, nullable=True),
    PrimaryKeyConstraint("site_id", "source", "instance", "external_id"),
)

# A row without a comment is kept aside: a pingback, a like. `version` is what the comment was left
# at: a higher one means that somebody touched it. `said` is the record but for its text. `twin` is
# a name that its record in another system has too; a row that is `merged` is such a record's own
# name for a comment that came by another row.
imported_comments = Table(
    "imported_comments",
    metadata,
    site(),
    words("source"),
    words("instance"),
    words("external_id"),
    Column("comment_id", ID, nullable=True),
    words("run"),
    words("thread"),
    words("orphan_of", nullable=True),
    words("anchor", nullable=True),
    words("digest"),
    number("version"),
    Column("undone", Boolean, nullable=False, server_default=false()),
    values("said"),
    words("twin", nullable=True),
    Column("merged", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("site_id", "source", "instance", "external_id"),
)
Index("ix_imported_comments_comment_id", imported_comments.c.comment_id)
Index("ix_imported_comments_run", imported_comments.c.run)
_anchored = imported_comments.c.anchor.isnot(None)
partial_index(
    "ix_imported_comments_anchor",
    _anchored,
    imported_comments.c.site_id,
    imported_comments.c.anchor,
)
_twin = imported_comments.c.twin.isnot(None)
partial_index(
    "ix_imported_comments_twin",
    _twin,
    imported_comments.c.site_id,
    imported_comments.c.twin,
)
_orphaned = imported_comments.c.orphan_of.isnot(None)
partial_index(
    "ix_imported_comments_orphans",
    _orphaned,
    imported_comments.c.site_id,
    imported_comments.c.source,
    imported_comments.c.instance,
    imported_comments.c.orphan_of,
)

came_as = and_(
    imported_comments.c.comment_id == comments.c.id, imported_comments.c.merged.is_(False)
)
"""Joins to each comment the one name that it came by."""

import_problems = Table(
    "import_problems",
    metadata,
    words("run"),
    number("place"),
    words("reason"),
    words("outcome"),
    words("file"),
    Column("line", ID, nullable=True),
    Column("offset", ID, nullable=True),
    words("about", nullable=True),
    words("excerpt"),
    PrimaryKeyConstraint("run", "place"),
)
