"""The data model, one file per subject. `migrations/` brings a database to it, held by a test."""

from service.storage.tables.accounts import api_tokens, moderators, sessions
from service.storage.tables.columns import metadata
from service.storage.tables.comments import comments, decisions, findings, revisions
from service.storage.tables.rules import model_state, rule_sets
from service.storage.tables.sites import sites, thread_aliases, threads
from service.storage.tables.visitors import blocks, idempotency_keys, identities
from service.storage.tables.work import jobs, outbox

__all__ = [
    "api_tokens",
    "blocks",
    "comments",
    "decisions",
    "findings",
    "idempotency_keys",
    "identities",
    "jobs",
    "metadata",
    "model_state",
    "moderators",
    "outbox",
    "revisions",
    "rule_sets",
    "sessions",
    "sites",
    "thread_aliases",
    "threads",
]
