"""Work that outlives a request: long jobs, and what has to be sent."""

from sqlalchemy import Index, Table, UniqueConstraint

from service.storage.tables.columns import (
    metadata,
    moment,
    number,
    own_id,
    partial_index,
    site,
    values,
    words,
)

jobs = Table(
    "jobs",
    metadata,
    own_id(),
    site(nullable=True),
    words("public_id"),
    words("kind"),
    words("state"),
    number("done"),
    number("total", nullable=True),
    values("position"),
    values("parameters"),
    values("undo", nullable=True),
    words("created_by"),
    moment("created_at"),
    moment("updated_at"),
    UniqueConstraint("public_id"),
)
Index("ix_jobs_state", jobs.c.state, jobs.c.id)

outbox = Table(
    "outbox",
    metadata,
    own_id(),
    site(nullable=True),
    words("channel"),
    values("payload"),
    moment("created_at"),
    moment("due_at"),
    number("attempts"),
    moment("sent_at", nullable=True),
    words("failure", nullable=True),
)
_unsent = outbox.c.sent_at.is_(None)
partial_index("ix_outbox_due", _unsent, outbox.c.due_at, outbox.c.id)
