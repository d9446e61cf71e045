"""Rows as domain values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column

from service.domain.comment import Author, Badge, BadgeWord, Comment, Revision, Status
from service.domain.decision import Action, Actor, ActorKind, Decision, Standing
from service.domain.finding import Finding, Match, Outcome
from service.domain.identity import Identity
from service.domain.site import Moderation, Site
from service.domain.thread import Thread
from service.storage.tables import (
    comments,
    decisions,
    findings,
    identities,
    revisions,
    sites,
    threads,
)

Values = dict[str, Any]
Cells = Sequence[Any]
"""A row, or some columns of one, in a fixed order."""


def columns(table: Any, names: str) -> tuple[Column[Any], ...]:
    """Columns of a table by their names, in this order."""
    return tuple(table.c[name] for name in names.split())


COMMENT = columns(
    comments,
    "id public_id site_id thread_id parent_id root_id name email website identity_id network status"
    " version current published language token_hash created_at edited_at credit"
    " cluster suspicion badge badge_account",
)
REVISION = columns(
    revisions,
    "number text fingerprint rule_set verdict score context created_at shadow source form",
)
FINDING = columns(findings, "rule version outcome weight params matches shadow failed microseconds")
DECISION = columns(
    decisions,
    "public_id site_id comment revision actor_kind actor_id actor_name action before_status"
    " before_published after_status after_published version at reason note undoes"
    " bulk to_author previous hash",
)
SITE = columns(
    sites, "id slug name language origins hosts secret moderation parameters edit_minutes votes"
)
THREAD = columns(threads, "id site_id key url title closed_at public_id")
IDENTITY = columns(identities, "id site_id kind proof approved rejected")


NO_LOG: Values = {"log_count": 0, "log_head": "", "events_count": 0, "events_head": ""}
"""The ends of the logs of a site to which nothing happened yet."""


def comment_of(cells: Cells) -> Comment:
    """A comment from the cells of COMMENT."""
    id_, public_id, site, thread, parent, root, name, email, website = cells[:9]
    author = Author(name, email, website)
    identity, network, status = cells[9:12]
    comment = Comment(
        id_,
        public_id,
        site,
        thread,
        parent,
        root,
        author,
        identity,
        network,
        Status(status),
        *cells[12:22],
    )
    if cells[22] is None:
        return comment
    return replace(comment, badge=Badge(BadgeWord(cells[22]), cells[23]))


def revision_of(cells: Cells) -> Revision:
    """A revision from the cells of REVISION."""
    return Revision(*cells)


def finding_of(cells: Cells) -> Finding:
    """A finding from the cells of FINDING."""
    rule, version, outcome, weight, params, matches, shadow, failed, microseconds = cells
    found = tuple(Match(*match) for match in matches)
    return Finding(
        rule, version, Outcome(outcome), weight, params, found, shadow, failed, microseconds
    )


def decision_of(cells: Cells) -> Decision:
    """A decision from the cells of DECISION."""
    public_id, site, comment, revision = cells[:4]
    actor = Actor(ActorKind(cells[4]), cells[5], cells[6])
    before = None if cells[8] is None else Standing(Status(cells[8]), cells[9])
    after = Standing(Status(cells[10]), cells[11])
    return Decision(
        public_id, site, comment, revision, actor, Action(cells[7]), before, after, *cells[12:21]
    )


def site_of(cells: Cells) -> Site:
    """A site from the cells of SITE."""
    id_, slug, name, language, origins, hosts, secret, moderation, parameters, *rest = cells
    return Site(
        id_,
        slug,
        name,
        language,
        tuple(origins),
        tuple(hosts),
        bytes(secret),
        Moderation(moderation),
        tuple(parameters),
        *rest,
    )


def thread_of(cells: Cells) -> Thread:
    """A thread from the cells of THREAD."""
    return Thread(*cells)


def identity_of(cells: Cells) -> Identity:
    """An identity from the cells of IDENTITY."""
    return Identity(*cells)


def site_values(site: Site) -> Values:
    """What a site's row says, but for its id and its log."""
    return {
        "slug": site.slug,
        "name": site.name,
        "language": site.language,
        "origins": list(site.origins),
        "hosts": list(site.hosts),
        "secret": site.secret,
        "moderation": site.moderation.value,
        "parameters": list(site.parameters),
        "edit_minutes": site.edit_minutes,
        "votes": site.votes,
    }


def folded(text: str | None) -> str | None:
    """How names and addresses are compared: without regard to case."""
    return None if text is None else text.strip().casefold()
