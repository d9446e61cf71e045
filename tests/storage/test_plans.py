"""A page of the queue walks an index: a hundred thousand waiting comments cost no more."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.dialects import postgresql, sqlite

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Concern
from service.storage.accept import _TAKEN
from service.storage.comments import _repeats
from service.storage.feeds import OF_SITE, OF_THREAD
from service.storage.published import _FIRST_PAGES, _NEXT_PAGES
from service.storage.queue import cluster_page, conditions_of, queue_page
from service.storage.search_sql import Asked, SqliteSearch
from service.storage.tables import comments

PENDING = QueueFilter(status=Status.PENDING)
ONE_SITE = QueueFilter(status=Status.PENDING, site_ids=(7,))
FILTERS = [
    (PENDING, "ix_comments_queue"),
    (QueueFilter(status=Status.PENDING, newest_first=True), "ix_comments_queue"),
    (ONE_SITE, "ix_comments_site_queue"),
]


def page_of(wanted: QueueFilter, after: int | None) -> Any:
    return queue_page(conditions_of(wanted), after, 51, newest_first=wanted.newest_first)


def folded_page_of(wanted: QueueFilter, after: int | None) -> Any:
    return cluster_page(conditions_of(wanted), after, 51, newest_first=wanted.newest_first)


def sqlite_plan(file: Path, statement: Any) -> Sequence[str]:
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    bound = {name: 1 if value is None else value for name, value in compiled.params.items()}
    connection = sqlite3.connect(file)
    try:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {compiled}", bound)]
    finally:
        connection.close()


@pytest.mark.parametrize(("wanted", "index"), FILTERS)
@pytest.mark.parametrize("after", [None, 5])
def test_the_queue_walks_its_index_on_sqlite(
    migrated_file: Path, wanted: QueueFilter, index: str, after: int | None
) -> None:
    plan = sqlite_plan(migrated_file, page_of(wanted, after))

    assert f"INDEX {index} " in plan[0]
    assert not any("TEMP B-TREE" in step or "SCAN" in step for step in plan)


@pytest.mark.parametrize("wanted", [PENDING, ONE_SITE, replace(ONE_SITE, newest_first=True)])
@pytest.mark.parametrize("after", [None, 5])
def test_the_folded_queue_walks_its_index_on_sqlite(
    migrated_file: Path, wanted: QueueFilter, after: int | None
) -> None:
    plan = sqlite_plan(migrated_file, folded_page_of(wanted, after))

    assert "COVERING INDEX ix_comments_clusters " in plan[0]
    assert not any("TEMP B-TREE" in step or "SCAN" in step for step in plan)


@pytest.mark.parametrize("only", Concern)
@pytest.mark.parametrize("narrowed", [{}, {"site_ids": (7,)}, {"status": Status.PENDING}])
def test_what_is_reported_or_appealed_is_found_by_what_is_open(
    migrated_file: Path, only: Concern, narrowed: dict[str, Any]
) -> None:
    plan = sqlite_plan(migrated_file, page_of(QueueFilter(only=only, **narrowed), 5))

    table = {Concern.REPORTED: "reports", Concern.APPEALED: "appeals"}[only]
    assert plan[0] == "SEARCH comments USING INTEGER PRIMARY KEY (rowid=?)"
    assert any(f"{table} USING INDEX ix_{table}_open" in step for step in plan)
    assert not any("TEMP B-TREE" in step or "SCAN comments" in step for step in plan)


def test_one_cluster_of_a_site_is_found_by_its_index(migrated_file: Path) -> None:
    plan = sqlite_plan(migrated_file, page_of(replace(ONE_SITE, cluster=9), 5))

    assert "COVERING INDEX ix_comments_clusters (status=? AND cluster=? AND site_id=?" in plan[0]


def test_a_search_reads_the_index_of_words_once(migrated_file: Path) -> None:
    found = SqliteSearch().documents(Asked(["geld"], "many_links"), 9)
    conditions = [*conditions_of(ONE_SITE), comments.c.id.in_(found)]

    plan = sqlite_plan(migrated_file, queue_page(conditions, None, 51, newest_first=False))

    assert [step for step in plan if "search_index" in step] == [
        "SCAN search_index VIRTUAL TABLE INDEX 0:M1<"
    ]
    assert not any("SCAN comments" in step or "CORRELATED" in step for step in plan)


def test_used_idempotency_keys_are_looked_up_by_site_and_key(migrated_file: Path) -> None:
    wanted = _TAKEN.params(sites=[1], keys=["a", "b"])
    compiled = wanted.compile(
        dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True, "literal_binds": True}
    )
    with closing(sqlite3.connect(migrated_file)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {compiled}")]

    assert len(plan) == 1
    assert "(site_id=? AND key=?)" in plan[0]


@pytest.mark.parametrize("sort", ["oldest", "newest"])
def test_a_page_of_a_thread_walks_its_roots_on_sqlite(migrated_file: Path, sort: str) -> None:
    first = sqlite_plan(migrated_file, _FIRST_PAGES[sort])
    following = sqlite_plan(migrated_file, _NEXT_PAGES[sort])

    for plan in (first, following):
        assert any("INDEX ix_comments_roots" in step for step in plan)
        assert not any("SCAN comments" in step or "SCAN revisions" in step for step in plan)


@pytest.mark.parametrize(
    ("feed", "indexes"),
    [
        (OF_SITE, ("ix_comments_site_queue", "ix_comments_edited")),
        (OF_THREAD, ("ix_comments_published",)),
    ],
)
def test_a_feed_walks_its_indexes_on_sqlite(
    migrated_file: Path, feed: Any, indexes: tuple[str, ...]
) -> None:
    plan = sqlite_plan(migrated_file, feed)

    for index in indexes:
        assert any(f"INDEX {index} " in step for step in plan), plan
    assert not any("SCAN comments" in step or "SCAN revisions" in step for step in plan), plan


def test_repeated_texts_are_counted_from_their_index(migrated_file: Path) -> None:
    plan = sqlite_plan(migrated_file, _repeats(1))

    assert any("COVERING INDEX ix_revisions_fingerprint" in step for step in plan)


@pytest.mark.postgres
@pytest.mark.parametrize("wanted", [wanted for wanted, _ in FILTERS[:3]])
async def test_the_queue_walks_an_index_on_postgres_and_stops_when_the_page_is_full(
    postgres_database: str, wanted: QueueFilter
) -> None:
    compiled = page_of(wanted, 10_000).compile(
        dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
    )
    connection = await asyncpg.connect(postgres_database)
    # Which index is best is for the server to know; in an empty table every way is as good as any.
    await connection.execute(
        "SET session_replication_role = replica;"
        "INSERT INTO comments (id, public_id, site_id, thread_id, root_id, network, status,"
        " version, current, language, token_hash, created_at, credit, up, down, branch)"
        " SELECT n, md5(n::text), 7 + (n / 100) % 4, 1, n, '',"
        " CASE n % 2 WHEN 0 THEN 'pending' ELSE 'approved' END, 1, 1, 'nl', '', n, 0, 0, 0, 0"
        " FROM generate_series(1, 20000) n;"
        "ANALYZE comments"
    )

    plan = json.dumps(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {compiled}"))

    await connection.close()
    assert "Index" in plan
    assert "Sort" not in plan
    assert "Seq Scan" not in plan
