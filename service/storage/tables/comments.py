"""Comments, their revisions with the rules' findings, and the log of decisions."""

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
    text,
)

from service.storage.tables.columns import (
    ID,
    metadata,
    moment,
    number,
    own_id,
    partial_index,
    reference,
    site,
    values,
    words,
)

# name_key and email_key are the casefolded forms that a search by author compares.
# branch, on a root, counts the published comments of its branch, itself included; else 0.
# esteem is what its votes make of it (domain.vote), kept beside them to order by.
# removed_by says who took a comment away that readers saw: `author` or `moderator`.
# badge is the word of a comment of the site's own, badge_account the public id of who wrote it.
comments = Table(
    "comments",
    metadata,
    own_id(),
    words("public_id"),
    site(),
    reference("thread_id", "threads"),
    reference("parent_id", "comments", nullable=True),
    Column("root_id", ID, nullable=False),
    words("name", nullable=True),
    words("email", nullable=True),
    words("website", nullable=True),
    words("name_key", nullable=True),
    words("email_key", nullable=True),
    reference("identity_id", "identities", nullable=True),
    words("network"),
    words("status"),
    number("version"),
    number("current"),
    number("published", nullable=True),
    words("language"),
    words("token_hash"),
    moment("created_at"),
    moment("edited_at", nullable=True),
    number("credit"),
    number("up"),
    number("down"),
    number("branch"),
    words("removed_by", nullable=True),
    Column("cluster", ID, nullable=False, server_default=text("0")),
    Column("suspicion", Integer, nullable=False, server_default=text("0")),
    Column("esteem", Integer, nullable=False, server_default=text("0")),
    words("badge", nullable=True),
    words("badge_account", nullable=True),
    UniqueConstraint("public_id"),
)
Index("ix_comments_queue", comments.c.status, comments.c.id)
Index("ix_comments_site_queue", comments.c.site_id, comments.c.status, comments.c.id)
Index("ix_comments_thread", comments.c.thread_id, comments.c.id)
Index("ix_comments_identity", comments.c.identity_id, comments.c.id)
_decided = comments.c.credit != 0
partial_index("ix_comments_lessons", _decided, comments.c.site_id, comments.c.id)
_shown = comments.c.published.isnot(None)
partial_index("ix_comments_published", _shown, comments.c.thread_id, comments.c.id)
partial_index("ix_comments_branch", _shown, comments.c.root_id, comments.c.id)
_has_branch = comments.c.branch > 0
partial_index(
    "ix_comments_roots", _has_branch, comments.c.thread_id, comments.c.created_at, comments.c.id
)

# What readers see while an edit of it waits: the rest of a site's feed is found by its status.
_edited = and_(comments.c.status != literal_column("'approved'"), _shown)
partial_index("ix_comments_edited", _edited, comments.c.site_id, comments.c.id)

# Not of pending ones alone: SQLite would sooner walk another index, and sort all that it finds.
Index(
    "ix_comments_clusters",
    comments.c.status,
    comments.c.cluster,
    comments.c.site_id,
    comments.c.id,
)

# source is an imported text as it was written, form how that is meant; text is what people read.
revisions = Table(
    "revisions",
    metadata,
    site(),
    reference("comment_id", "comments"),
    number("number"),
    words("text"),
    words("fingerprint"),
    number("rule_set"),
    words("verdict"),
    Column("score", Double, nullable=False),
    number("model_state", nullable=True),
    values("context"),
    moment("created_at"),
    words("html", nullable=True),
    number("renderer", nullable=True),
    values("shadow", nullable=True),
    words("source", nullable=True),
    words("form", nullable=True),
    PrimaryKeyConstraint("comment_id", "number"),
)
Index(
    "ix_revisions_fingerprint",
    revisions.c.site_id,
    revisions.c.fingerprint,
    revisions.c.created_at,
)

findings = Table(
    "findings",
    metadata,
    site(),
    Column("comment_id", ID, nullable=False),
    number("number"),
    number("place"),
    words("rule"),
    number("version"),
    words("outcome"),
    Column("weight", Double, nullable=False),
    values("params"),
    values("matches"),
    Column("shadow", Boolean, nullable=False),
    Column("failed", Boolean, nullable=False),
    number("microseconds"),
    PrimaryKeyConstraint("comment_id", "number", "place"),
    ForeignKeyConstraint(["comment_id", "number"], ["revisions.comment_id", "revisions.number"]),
    sqlite_with_rowid=False,
)

# Append-only. `comment` is the comment's public id, as the hash covers it.
decisions = Table(
    "decisions",
    metadata,
    own_id(),
    site(),
    number("position"),
    words("public_id"),
    Column("comment", Text, ForeignKey("comments.public_id"), nullable=False),
    number("revision"),
    words("actor_kind"),
    words("actor_id"),
    words("actor_name"),
    words("action"),
    words("before_status", nullable=True),
    number("before_published", nullable=True),
    words("after_status"),
    number("after_published", nullable=True),
    number("version"),
    moment("at"),
    words("reason", nullable=True),
    words("note", nullable=True),
    words("undoes", nullable=True),
    words("bulk", nullable=True),
    words("previous"),
    words("hash"),
    words("to_author", nullable=True),
    UniqueConstraint("public_id"),
    UniqueConstraint("site_id", "position"),
)
Index("ix_decisions_comment", decisions.c.comment, decisions.c.position)
Index("ix_decisions_site_log", decisions.c.site_id, decisions.c.id)
_in_bulk = decisions.c.bulk.isnot(None)
partial_index("ix_decisions_bulk", _in_bulk, decisions.c.bulk, decisions.c.id)
