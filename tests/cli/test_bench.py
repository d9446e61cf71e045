"""`reactie bench`: a made-up history is as the service itself would have made it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from service.cli.seed.plan import EXACT, LEAST, MOST_ON_A_PAGE, Plan
from service.domain.clock import utc_ms
from service.domain.decision import Decision, fold
from service.storage import open_storage
from service.usecases.count_comments import count_comments
from tests.cli.terminal import Terminal


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    terminal = Terminal(tmp_path_factory.mktemp("seeded") / "bench.db")
    assert terminal.done("bench", "seed", str(LEAST)).startswith(str(terminal.database))
    return terminal


def rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def test_a_made_up_history_has_a_log_that_verifies_and_rows_that_fit(seeded: Terminal) -> None:
    assert "intact" in seeded.done("log", "verify")
    assert rows(seeded.database, "PRAGMA foreign_key_check") == []
    assert rows(seeded.database, "PRAGMA integrity_check") == [("ok",)]
    assert rows(seeded.database, "SELECT count(*) FROM comments") == [(LEAST,)]
    assert rows(
        seeded.database,
        "SELECT count(*) FROM comments c WHERE parent_id IS NULL AND branch <> (SELECT count(*)"
        " FROM comments b WHERE b.root_id = c.id AND b.published IS NOT NULL)",
    ) == [(0,)]


async def test_comments_stand_where_their_decisions_left_them(seeded: Terminal) -> None:
    async with open_storage(str(seeded.database), clock=utc_ms, read_only=True) as storage:
        [site] = await storage.sites.all()
        log = [entry for _, entry in await storage.decisions.chain(site.id, 0, 10 * LEAST)]
        of_each: dict[str, list[Decision]] = {}
        for entry in log:
            of_each.setdefault(entry.comment, []).append(entry)
        for public_id, story in of_each.items():
            comment = await storage.comments.by_public_id(public_id)
            standing = fold(story)
            assert comment is not None
            assert standing is not None
            assert (comment.status, comment.published) == (standing.status, standing.published)
            assert comment.version == len(story)
    assert len(of_each) == LEAST
    assert [entry.at for entry in log] == sorted(entry.at for entry in log)


async def test_the_first_pages_have_so_many_public_comments_as_they_say(seeded: Terminal) -> None:
    keys = [f"/bench/{size}.html" for size in EXACT]
    async with open_storage(str(seeded.database), clock=utc_ms, read_only=True) as storage:
        found = await count_comments("blog", keys, storage=storage)

    assert [found[key] for key in keys] == list(EXACT)


def test_a_made_up_history_is_found_by_its_words(seeded: Terminal) -> None:
    listed = seeded.json("comments", "list", "--status", "approved", "--words", "wandelen tuin")

    assert listed["items"]
    assert rows(seeded.database, "SELECT swept FROM search_state") == rows(
        seeded.database, "SELECT max(id) FROM comments"
    )


def test_the_same_call_again_changes_nothing(seeded: Terminal) -> None:
    before = seeded.database.read_bytes()

    again = seeded.done("bench", "seed", str(LEAST))

    assert "already" in again
    assert seeded.database.read_bytes() == before


def test_a_file_with_anything_else_in_it_is_left_alone(
    seeded: Terminal, terminal: Terminal, tmp_path: Path
) -> None:
    letter = Terminal(tmp_path / "letter.txt")
    letter.database.write_text("Dear Jan, " * 100)
    terminal.post()

    for named, count in ((seeded, LEAST + 1), (terminal, LEAST), (letter, LEAST)):
        before = named.database.read_bytes()
        refused = named.run("bench", "seed", str(count))
        assert refused.exit_code == 1
        assert "something else" in refused.stderr
        assert named.database.read_bytes() == before


def test_histories_are_made_up_in_files_only(bare: Terminal) -> None:
    refused = bare.run("bench", "seed", str(LEAST), "--database", "postgresql://localhost/blog")

    assert refused.exit_code == 1
    assert "--database" in refused.stderr


def test_a_history_that_could_not_be_made_leaves_nothing_behind(
    bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("service.cli.seed.make.Plan", full)

    refused = bare.run("bench", "seed", str(LEAST))

    assert refused.exit_code == 1
    assert "No space left" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_pages_have_sizes_as_pages_have_them() -> None:
    plan = Plan(20_000)
    sizes: dict[int, int] = {}
    for planned in plan:
        sizes[planned.page] = sizes.get(planned.page, 0) + 1

    few_large = sorted(sizes.values(), reverse=True)[: plan.pages // 10]
    assert [sizes[page] for page in range(len(EXACT))] == list(EXACT)
    assert sum(sizes.values()) == plan.count
    assert sum(few_large) > plan.count / 2
    assert few_large[0] <= MOST_ON_A_PAGE
