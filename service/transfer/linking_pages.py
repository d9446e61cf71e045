"""Finds the threads of an import their pages: which fall together, and which are held."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.imported import HELD
from service.domain.neutral import ExternalId, NeutralThread
from service.domain.neutral_json import thread_from
from service.transfer.pages import Page, alias_of, page_of

if TYPE_CHECKING:
    from service.transfer.workbench import Workbench


@dataclass(frozen=True, slots=True)
class _Told:
    """A thread of the source with its page, and how many comments name it."""

    thread: NeutralThread
    page: Page
    comments: int

    @property
    def rank(self) -> tuple[bool, int, str, str, str]:
        """In the same order however the file is sorted; threads with comments first."""
        external = self.thread.external
        created = self.thread.created_at or 0
        return (not self.comments, created, external.source, external.instance, external.id)


def link_pages(bench: "Workbench") -> None:
    """Writes the pages, and each comment's key."""
    groups: defaultdict[str, list[_Told]] = defaultdict(list)
    for told in _told(bench):
        groups[told.page.key].append(told)
    pages: list[dict[str, Any]] = []
    for key, group in sorted(groups.items()):
        parts = _apart(bench, key, sorted(group, key=lambda each: each.rank))
        pages.extend(_page(bench, some) for some in parts)
    _say_of_case(bench, groups)
    pages.extend(_missing(bench))
    named = {page["key"]: page for page in pages if page["wanted"]}
    for page in named.values():
        del page["wanted"]
    bench.rows.executemany(
        "INSERT INTO pages (key, said, created) VALUES (?,?,?)",
        [(key, json.dumps(page), page["created_at"]) for key, page in sorted(named.items())],
    )
    bench.rows.execute(
        "UPDATE comments SET key = (SELECT key FROM threads t WHERE (t.source, t.instance, t.id) ="
        " (comments.source, comments.instance, comments.thread))"
    )


def _told(bench: "Workbench") -> Iterable[_Told]:
    counts = {
        row[:3]: row[3]
        for row in bench.rows.execute(
            "SELECT source, instance, thread, count(*) FROM comments GROUP BY 1, 2, 3"
        )
    }
    for (said,) in bench.rows.execute("SELECT said FROM threads").fetchall():
        thread = thread_from(json.loads(said))
        names = (thread.external.source, thread.external.instance, thread.external.id)
        count = counts.get(names, 0)
        name = ":".join(names)
        page = page_of(bench.site, thread.address, bench.hosts, name)
        if not thread.public and not page.key.startswith(HELD):
            page = Page(f"{HELD}{name}", None)
        elif page.reason is not None and count:
            about = f"{thread.address or thread.title or ''}"
            if page.proposal:
                about = f"{about} → {page.proposal}"
            bench.say(Problem(page.reason, Outcome.NOTED, about=names[2], excerpt=about[:200]))
        yield _Told(thread, page, count)


def _apart(bench: "Workbench", key: str, group: list[_Told]) -> list[list[_Told]]:
    """The threads of one key, those apart that may be another page: they have comments too, and
    another title."""
    kept: list[_Told] = [group[0]]
    parts = [kept]
    for told in group[1:]:
        about = told.thread.external.id
        if told.comments and not _alike(told.thread.title, group[0].thread.title):
            page = Page(f"{HELD}{key} {about}"[:500], told.page.url)
            words = f"{key}: {group[0].thread.title} / {told.thread.title}"
            bench.say(
                Problem(
                    Reason.POSSIBLE_FALSE_MERGE, Outcome.NOTED, about=about, excerpt=words[:200]
                )
            )
            parts.append([_Told(told.thread, page, told.comments)])
            continue
        if told.thread.address != group[0].thread.address:
            words = f"{told.thread.address} → {key}"
            bench.say(
                Problem(
                    Reason.THREAD_URL_VARIANT_MERGED,
                    Outcome.NOTED,
                    about=about,
                    excerpt=words[:200],
                )
            )
        kept.append(told)
    return parts


def _alike(one: str | None, other: str | None) -> bool:
    """Whether two titles may be one page's: where one is not told, it may."""
    first, second = ("".join((each or "").casefold().split()) for each in (one, other))
    is_address = any(each.startswith(("http://", "https://")) for each in (first, second))
    return is_address or first in second or second in first


def _page(bench: "Workbench", group: list[_Told]) -> dict[str, Any]:
    first = group[0]
    key = first.page.key
    threads = [each.thread for each in group]
    aliases = {alias_of(bench.site, each, bench.hosts) for one in threads for each in one.aliases}
    created = [each.created_at for each in threads if each.created_at is not None]
    for each in threads:
        external = each.external
        bench.rows.execute(
            "UPDATE threads SET key = ? WHERE (source, instance, id) = (?,?,?)",
            (key, external.source, external.instance, external.id),
        )
    closed = all(each.closed for each in threads)
    return {
        "key": key,
        "url": _link(bench, first),
        "title": next((each.title for each in threads if each.title), None),
        "closed": closed,
        "created_at": min(created) if created else None,
        "aliases": sorted(each for each in aliases if each is not None and each != key),
        "external": sorted(
            [each.external.source, each.external.instance, each.external.id, each.created_at]
            for each in threads
        ),
        "wanted": closed or any(each.comments for each in group),
    }


def _link(bench: "Workbench", told: _Told) -> str | None:
    """The link that people see, if it is one to this page."""
    url = told.thread.url
    is_to_it = url is not None and alias_of(bench.site, url, ()) == told.page.key
    return url if is_to_it else told.page.url


def _missing(bench: "Workbench") -> Iterable[dict[str, Any]]:
    """Pages for comments whose thread nobody told of."""
    known = {
        ExternalId(*row[:3]): row[3] for row in bench.rows.execute("SELECT * FROM known_threads")
    }
    for external in bench.unknown_threads():
        names = (external.source, external.instance, external.id)
        key = known.get(external) or f"{HELD}{':'.join(names)}"[:500]
        bench.rows.execute(
            "INSERT INTO threads (source, instance, id, key) VALUES (?,?,?,?)", (*names, key)
        )
        if external in known:
            continue
        rows = bench.rows.execute(
            "SELECT id FROM comments WHERE (source, instance, thread) = (?,?,?)", names
        )
        for (about,) in rows.fetchall():
            bench.say(
                Problem(Reason.THREAD_MISSING, Outcome.KEPT, about=about, excerpt=external.id[:200])
            )
        yield {
            "key": key,
            "url": None,
            "title": None,
            "closed": False,
            "created_at": None,
            "aliases": [],
            "external": [[*names, None]],
            "wanted": True,
        }


def _say_of_case(bench: "Workbench", groups: dict[str, list[_Told]]) -> None:
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for key, group in groups.items():
        if any(each.comments for each in group) and not key.startswith(HELD):
            alike[key.casefold()].append(key)
    for keys in alike.values():
        if len(keys) > 1:
            words = " / ".join(sorted(keys))[:200]
            bench.say(Problem(Reason.CASE_ONLY_VARIANT, Outcome.NOTED, excerpt=words))
