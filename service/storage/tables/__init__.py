"""The data model, one file per subject. `migrations/` brings a database to it, held by a test."""

from service.storage.tables.accounts import (
    account_events,
    api_tokens,
    installation,
    moderators,
    one_time_links,
    recovery_codes,
    sessions,
)
from service.storage.tables.columns import described, metadata
from service.storage.tables.comments import comments, decisions, findings, revisions
from service.storage.tables.concerns import appeals, reports
from service.storage.tables.imports import (
    came_as,
    import_problems,
    imported_comments,
    imported_threads,
)
from service.storage.tables.merges import merged_branches, merges
from service.storage.tables.rules import model_state, rule_sets
from service.storage.tables.search import search_documents, search_marks, search_state
from service.storage.tables.sites import site_events, sites, thread_aliases, threads
from service.storage.tables.visitors import author_notes, blocks, idempotency_keys, identities
from service.storage.tables.votes import votes
from service.storage.tables.work import jobs, outbox

__all__ = [
    "account_events",
    "api_tokens",
    "appeals",
    "author_notes",
    "blocks",
    "came_as",
    "comments",
    "decisions",
    "described",
    "findings",
    "idempotency_keys",
    "identities",
    "import_problems",
    "imported_comments",
    "imported_threads",
    "installation",
    "jobs",
    "merged_branches",
    "merges",
    "metadata",
    "model_state",
    "moderators",
    "one_time_links",
    "outbox",
    "recovery_codes",
    "reports",
    "revisions",
    "rule_sets",
    "search_documents",
    "search_marks",
    "search_state",
    "sessions",
    "site_events",
    "sites",
    "thread_aliases",
    "threads",
    "votes",
]
