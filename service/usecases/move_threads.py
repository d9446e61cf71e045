"""Give many threads new addresses at once: the blog moved, or its addresses got another form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain.errors import Invalid
from service.domain.imported import HELD
from service.domain.moderator import Principal
from service.domain.page_key import PageAddress, page_address
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.domain.site_event import SiteAct
from service.domain.thread import Thread
from service.usecases.site_log import site_event

ALL_BELOW = "*"
"""At the end of both addresses of a rule: every address that begins so."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`old` becomes `new`; addresses, or the beginnings of some when both end in `*`. `line` is
    where it was written."""

    line: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of a thread: it gets another address, or goes `into` the thread that has that
    one (its public id)."""

    thread: Thread
    page: PageAddress
    into: str | None


@dataclass(frozen=True, slots=True)
class Moves:
    """All that rules do, in order, and those of them that meet no thread."""

    moves: Sequence[Move]
    idle: Sequence[Rule]


async def preview_moves(site: Site, rules: Sequence[Rule], *, storage: Storage) -> Moves:
    """What the rules would do. An address goes before a beginning, a longer one before a shorter.

    Raises Invalid `moves_no_page` for what is no page of the site, `half_a_prefix`, and
    `moves_in_a_row` when what one rule makes is what another one moves: their order is not told.
    """
    exact = {_key(site, rule, rule.old): rule for rule in rules if not _is_prefix(rule)}
    prefixes = sorted(
        ((_key(site, rule, _bare(rule.old)), rule) for rule in rules if _is_prefix(rule)),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
    moves: list[Move] = []
    met: set[int] = set()
    taken: dict[str, str] = {}
    kept = [each.thread for each in await storage.exports.threads(site.id)]
    keys = {thread.key: thread.public_id for thread in kept}
    for thread in kept:
        if thread.key.startswith(HELD):
            continue
        rule, rest = _rule_for(thread.key, exact, prefixes)
        if rule is None:
            continue
        met.add(rule.line)
        page = _page(site, rule, _bare(rule.new) + rest)
        if page.key != thread.key:
            into = taken.get(page.key) or keys.get(page.key)
            moves.append(Move(thread, page, into))
            taken.setdefault(page.key, into or thread.public_id)
    _refuse_rows({move.thread.key: move for move in moves})
    return Moves(moves, [rule for rule in rules if rule.line not in met])


async def move_threads(
    site: Site, rules: Sequence[Rule], *, by: Principal, storage: Storage, clock: Clock
) -> Moves:
    """Does what `preview_moves` says, all of it or nothing. Old addresses lead on; each act is in
    the site's log, and merges can be undone. Raises what the preview does, and Unavailable."""
    planned = await preview_moves(site, rules, storage=storage)

    async def unit(tx: Transaction) -> None:
        for move in planned.moves:
            await _move(tx, move, by, clock())

    await storage.write(unit)
    return planned


async def _move(tx: Transaction, move: Move, by: Principal, at: int) -> None:
    thread = await tx.threads.by_public_id(move.thread.public_id)
    into = await tx.threads.by_key(move.thread.site_id, move.page.key)
    if thread is None or thread.key == move.page.key:
        return
    if into is None or into.id == thread.id:
        renamed = replace(thread, key=move.page.key, url=move.page.url)
        await tx.threads.change(renamed)
        event = site_event(
            by,
            thread.site_id,
            SiteAct.THREAD_RENAMED,
            (thread.public_id, thread.name),
            at=at,
            page=renamed.key,
            title=renamed.name,
            was=thread.key,
        )
        await tx.log_site_event(event)
        return
    event = site_event(
        by,
        thread.site_id,
        SiteAct.THREADS_MERGED,
        (thread.public_id, thread.name),
        at=at,
        page=thread.key,
        into=into.name,
        into_id=into.public_id,
    )
    moved = await tx.threads.merge(thread, into, event.public_id, at)
    await tx.log_site_event(replace(event, details={**event.details, "n": moved}))


def _rule_for(
    key: str, exact: Mapping[str, Rule], prefixes: Sequence[tuple[str, Rule]]
) -> tuple[Rule | None, str]:
    """The rule that a thread's key meets, and what follows the beginning it names."""
    if key in exact:
        return exact[key], ""
    for prefix, rule in prefixes:
        below = prefix if prefix.endswith("/") else f"{prefix}/"
        if key.startswith(below):
            return rule, key[len(below) :]
    return None, ""


def _refuse_rows(moves: Mapping[str, Move]) -> None:
    for move in moves.values():
        if move.page.key in moves:
            raise Invalid("moves_in_a_row", "file", old=move.thread.key, new=move.page.key)


def _is_prefix(rule: Rule) -> bool:
    if rule.old.endswith(ALL_BELOW) != rule.new.endswith(ALL_BELOW):
        raise Invalid("half_a_prefix", "file", line=rule.line)
    return rule.old.endswith(ALL_BELOW)


def _bare(address: str) -> str:
    return address.removesuffix(ALL_BELOW)


def _key(site: Site, rule: Rule, address: str) -> str:
    return _page(site, rule, address).key


def _page(site: Site, rule: Rule, address: str) -> PageAddress:
    try:
        return page_address(site, address)
    except Invalid as error:
        raise Invalid("moves_no_page", "file", line=rule.line, address=address) from error
