"""A long history in a database, made at once: judged as posts are, written without their way."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import create_engine, insert

from service.domain.clock import utc_ms
from service.domain.comment import Author, Comment, Revision, Status
from service.domain.finding import Verdict
from service.domain.site import Moderation, Site
from service.rules.builtin import RULES
from service.rules.contract import Context
from service.rules.engine import Judgement, judge, view
from service.rules.rule_set import parse_rule_set
from service.storage import open_storage
from service.storage.inserts import (
    COMMENTS,
    FINDINGS,
    REVISIONS,
    comment_row,
    finding_rows,
    revision_row,
)
from service.storage.tables import thread_aliases, threads
from tests.benchmarks.texts import comment as text_of

DISTINCT = 4_000
"""Texts that are judged; the history repeats them, with other ids and authors."""
SPAM_EACH = 7
_SPAM = (
    "Check out my channel at https://kanaal-{n}.example and subscribe!",
    "Earn $500 a day from home, call 0612345678 or visit www.geld-{n}.example",
    '<a href="https://pillen-{n}.example">goedkope pillen</a> http://a.example http://b.example',
)
_PAGES = 200
_BATCH = 2_000
_RULES = parse_rule_set(RULES, {}, 0)


@dataclass(frozen=True, slots=True)
class _Judged:
    author: Author
    text: str
    fingerprint: str
    context: Context
    judgement: Judgement


def seed(database: Path, slug: str, count: int) -> None:
    """Writes `count` comments, each with its revision and findings, into the site's history. One
    in four was decided on by people. The log does not know of them."""
    site = asyncio.run(_site(database, slug))
    now = utc_ms()
    judged = [_judged(number, now) for number in range(min(count, DISTINCT))]
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        pages = [_page(site, number, now) for number in range(_PAGES)]
        connection.execute(insert(threads), pages)
        aliases = [{**page, "thread_id": page["id"]} for page in pages]
        connection.execute(
            insert(thread_aliases),
            [{key: each[key] for key in ("site_id", "key", "thread_id")} for each in aliases],
        )
        rows = _rows(site, judged, count, now)
        while batch := list(islice(rows, _BATCH)):
            COMMENTS.run(connection, [comment_row(each) for each, _, _ in batch])
            REVISIONS.run(connection, [revision_row(each, made) for each, made, _ in batch])
            found = [finding_rows(each, 1, of.judgement.findings) for each, _, of in batch]
            FINDINGS.run(connection, [row for rows_of_one in found for row in rows_of_one])
    engine.dispose()


def page_of(number: int) -> str:
    """The page that comment `number` stands on."""
    return f"/bench/{number % _PAGES}.html"


async def _site(database: Path, slug: str) -> Site:
    async with open_storage(str(database), clock=utc_ms, read_only=True) as storage:
        site = await storage.sites.by_slug(slug)
        if site is None:
            raise ValueError(f"there is no site {slug}")
        return site


def _page(site: Site, number: int, now: int) -> dict[str, object]:
    return {"id": number + 1, "site_id": site.id, "key": page_of(number), "created_at": now}


def _judged(number: int, now: int) -> _Judged:
    words = text_of(number)
    spam = _SPAM[number % len(_SPAM)].format(n=number)
    text = spam if number % SPAM_EACH == 0 else words.text
    author = Author(words.author, words.email)
    subject = view(author, text)
    context = Context(now, "nl", Moderation.HOLD_SUSPECT, own_hosts=("blog.example",))
    judgement = judge(_RULES, subject, context)
    return _Judged(author, text, subject.views.fingerprint, context, judgement)


def _rows(
    site: Site, judged: list[_Judged], count: int, now: int
) -> Iterator[tuple[Comment, Revision, _Judged]]:
    for number in range(count):
        of = judged[number % len(judged)]
        is_shown = of.judgement.verdict is Verdict.PUBLISH
        comment = Comment(
            id=number + 1,
            public_id=f"{number * 2654435761 % 2**32:032x}",
            site_id=site.id,
            thread_id=number % _PAGES + 1,
            parent_id=None,
            root_id=number + 1,
            author=of.author,
            identity_id=None,
            network="",
            status=Status.APPROVED if is_shown else Status.PENDING,
            version=1,
            current=1,
            published=1 if is_shown else None,
            language="nl",
            token_hash="",
            created_at=now - count + number,
            credit=0 if number % 4 else 1 if is_shown else -1,
        )
        yield comment, _revision(of, comment.created_at), of


def _revision(of: _Judged, at: int) -> Revision:
    return Revision(
        number=1,
        text=of.text,
        fingerprint=of.fingerprint,
        rule_set=0,
        verdict=of.judgement.verdict.value,
        score=of.judgement.score,
        context=of.context.snapshot(),
        created_at=at,
    )
