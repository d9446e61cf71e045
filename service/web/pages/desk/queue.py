"""GET /moderate/queue: what waits, and what was decided, as cards by filter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from aiohttp import web

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter, ReviewedComment
from service.domain.concern import Concern
from service.domain.decision import Decision
from service.domain.moderator import Role
from service.domain.site import Site
from service.locales import text
from service.rules.builtin import RULES
from service.usecases.review_comments import list_queue, list_suspects, visible_sites
from service.web.admin.queue_filter import FilterFields, queue_filter
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.pages.desk.answered import answered
from service.web.pages.desk.cards import DeskCard, desk_card
from service.web.pages.desk.changes import changes_of
from service.web.pages.desk.concerns import is_for_others
from service.web.pages.desk.frame import desk_of, page
from service.web.pages.desk.looks import said_seen
from service.web.pages.desk.tombs import Tomb, tomb_of
from service.web.pages.desk.views import VIEWS, View, count_work, views_of
from service.web.route import Route

SHOWN = 50
TOMBS = 20
KEYS = (
    ("j", "next"), ("k", "previous"), ("a", "approve"), ("r", "reject"), ("s", "spam"),
    ("d", "delete"),
    ("p", "reply"), ("e", "edit"), ("z", "undo"), ("x", "select"), ("X", "range"), ("*", "all"),
    ("/", "search"), (f"1 … {len(VIEWS)}", "views"), ("o", "page"), ("v", "story"), ("h", "author"),
    ("?", "help"),
)  # fmt: skip


class DeskQuery(FilterFields):
    """A filter, where the page starts, and the decisions just taken, to be shown as tombstones."""

    site: str | None = None
    cursor: str | None = None
    each: Literal["yes", ""] = ""
    order: Literal["suspect", ""] = ""
    undo: str | None = None
    said: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A card, or what is left of one."""

    card: DeskCard | None = None
    tomb: Tomb | None = None


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule to filter by."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """All that the page shows. `status` is empty where comments of any are shown."""

    views: Sequence[View]
    status: str
    only: str
    total: int
    matching: int
    seen: str
    q: str
    rule: str
    author: str
    site: str
    rules: Sequence[RuleChoice]
    sites: Sequence[Site]
    items: Sequence[Item]
    filter: Sequence[tuple[str, str]]
    can_decide: bool
    emptiness: str
    order: str
    next: str | None
    keys: Sequence[tuple[str, str, str]]


async def handle(call: Call) -> web.Response:
    """Pending comments are folded: of those that say nearly the same only the first is shown,
    unless a cluster or `each` of them is asked for."""
    query: DeskQuery = call.query
    storage = call.services.storage
    own = [site for site in await storage.sites.all() if call.moderator.roles.on(site.id)]
    # Before the comments are read: what changes meanwhile counts as not seen.
    seen = {site.slug: (await storage.decisions.head(site.id))[0] for site in own}
    wanted = _wanted(query)
    found, cursor = await (_suspects if query.order else _in_order)(call, wanted)
    sites = await visible_sites(query.site or None, token=call.moderator, storage=storage)
    work = await count_work(sites, storage=storage)
    matching = await storage.comments.count(replace(wanted, site_ids=sites))
    cards = [await _card(call, each) for each in found]
    tombs = [Item(tomb=each) for each in await _tombs(call, query.undo)]
    shown = QueuePage(
        views=views_of(query.only or query.status or Status.PENDING, query.site, work),
        status=wanted.status.value if wanted.status else "",
        only=query.only.value if query.only else "",
        total=work[Status.PENDING],
        matching=matching,
        seen=said_seen(seen),
        q=query.q or "",
        rule=query.rule or "",
        author=query.author or "",
        site=query.site or "",
        rules=[
            RuleChoice(rule.name, text(call.language, f"rule.{rule.name}.title")) for rule in RULES
        ],
        sites=own,
        items=[*tombs, *(Item(card=card) for card in cards)],
        filter=_filter(query),
        can_decide=_decides(call) and query.only is not Concern.APPEALED,
        emptiness=_emptiness(query),
        order=query.order,
        next=None if cursor is None else _next(query, cursor),
        keys=[(key, name, text(call.language, f"desk.key_{name}")) for key, name in KEYS],
    )
    desk = replace(desk_of(call, "/moderate/queue"), many_sites=len(shown.sites) > 1)
    return page("queue", desk, queue=shown)


async def _suspects(
    call: Call, wanted: QueueFilter
) -> tuple[Sequence[ReviewedComment], str | None]:
    after = read_cursor(call.query.cursor, "suspect", 2)
    found, more = await list_suspects(
        wanted,
        site_slug=call.query.site or None,
        after=None if after is None else (after[0], after[1]),
        limit=SHOWN,
        token=call.moderator,
        storage=call.services.storage,
    )
    return found, None if more is None else make_cursor("suspect", *more)


async def _in_order(
    call: Call, wanted: QueueFilter
) -> tuple[Sequence[ReviewedComment], str | None]:
    query: DeskQuery = call.query
    folded = _is_folded(wanted) and not query.each
    order = "folded" if folded else "queue"
    after = read_cursor(query.cursor, order, 1)
    found, more = await list_queue(
        wanted,
        site_slug=query.site or None,
        folded=folded,
        after=after[0] if after else None,
        limit=SHOWN,
        token=call.moderator,
        storage=call.services.storage,
    )
    return found, None if more is None else make_cursor(order, more)


def _is_folded(wanted: QueueFilter) -> bool:
    waits = wanted.status is Status.PENDING and wanted.only is None
    return waits and wanted.cluster is None


def _wanted(query: DeskQuery) -> QueueFilter:
    if query.only is not None:
        return queue_filter(query)
    status = query.status or Status.PENDING
    wanted = queue_filter(query, newest_first=status is not Status.PENDING)
    return replace(wanted, status=status)


async def _card(call: Call, reviewed: ReviewedComment) -> DeskCard:
    answers = await answered(call, reviewed.comment)
    pieces = await changes_of(call, reviewed.comment)
    return desk_card(
        reviewed,
        call.language,
        call.moderator,
        status_shown=call.query.only is not None,
        pieces=pieces,
        answers=answers,
        is_others=await is_for_others(call, reviewed),
    )


async def _tombs(call: Call, ids: str | None) -> Sequence[Tomb]:
    found = []
    for public_id in dict.fromkeys((ids or "").split(".")[:TOMBS]):
        decision: Decision | None = await call.services.storage.decisions.by_public_id(public_id)
        if decision is not None and call.moderator.roles.on(decision.site_id) is not None:
            story = await call.services.storage.decisions.of_comment(decision.comment)
            # What was decided since, elsewhere or on a page gone back to, is no longer this one's.
            if story[-1].public_id == public_id:
                found.append(await tomb_of(call, decision))
    return found


def _filter(query: DeskQuery) -> list[tuple[str, str]]:
    """What was asked for, for forms to ask for again."""
    said = query.model_dump(exclude_none=True, include={*FilterFields.model_fields, "site"})
    if query.only is None:
        said["status"] = query.status or Status.PENDING
    return [(name, str(value)) for name, value in said.items() if value]


def _next(query: DeskQuery, cursor: str) -> str:
    said = (("each", query.each), ("order", query.order))
    more = [(name, value) for name, value in said if value]
    return f"/moderate/queue?{urlencode([*_filter(query), *more, ('cursor', cursor)])}"


def _decides(call: Call) -> bool:
    highest = call.moderator.roles.highest
    return highest is not None and highest.covers(Role.MODERATOR)


def _emptiness(query: DeskQuery) -> str:
    asked = [name for name, _ in _filter(query)]
    if asked == ["only"] and query.only is not None:
        return query.only.value
    return "done" if asked == ["status"] and query.status in (None, Status.PENDING) else "none"


ROUTE = Route(
    method="GET",
    path="/moderate/queue",
    name="desk_queue",
    summary="The desk's queue.",
    access=Role.VIEWER,
    handler=handle,
    query=DeskQuery,
    responses={200: None},
    page=True,
)
