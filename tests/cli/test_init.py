import sqlite3

from tests.cli.terminal import Terminal


def test_init_makes_the_database_and_the_site(bare: Terminal) -> None:
    shown = bare.done("init", "--site", "blog", "--origin", "https://blog.example")

    assert shown == "The site blog was made. Origins: https://blog.example.\n"
    assert bare.database.exists()


def test_the_same_init_again_changes_nothing(terminal: Terminal) -> None:
    before = _sites(terminal)

    shown = terminal.done("init", "--site", "blog", "--origin", "https://blog.example")

    assert shown == "The site blog is as asked. Origins: https://blog.example.\n"
    assert _sites(terminal) == before


def test_what_init_is_not_given_stays_as_it_is(terminal: Terminal) -> None:
    shown = terminal.done("init", "--site", "blog", "--moderation", "hold_all")

    assert "https://blog.example" in shown


def test_votes_are_switched_off_and_on(terminal: Terminal) -> None:
    terminal.done("init", "--site", "blog", "--no-votes")
    off = _votes(terminal)
    terminal.done("init", "--site", "blog", "--name", "Anders")
    kept = _votes(terminal)
    terminal.done("init", "--site", "blog", "--votes")

    assert (off, kept, _votes(terminal)) == (0, 0, 1)


def test_a_page_host_may_be_commented_on_without_being_an_origin(terminal: Terminal) -> None:
    terminal.done("init", "--site", "blog", "--page-host", "old.example")

    shown = terminal.done("init", "--site", "blog")

    assert "old.example" not in shown
    assert any("old.example" in str(column) for site in _sites(terminal) for column in site)


def test_a_wrong_origin_fails_in_one_line_that_names_it(bare: Terminal) -> None:
    result = bare.run("init", "--site", "blog", "--origin", "blog.example")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "blog.example" in result.stderr


def _votes(terminal: Terminal) -> object:
    [(votes,)] = _sites(terminal, "votes")
    return votes


def _sites(terminal: Terminal, what: str = "*") -> list[tuple[object, ...]]:
    connection = sqlite3.connect(terminal.database)
    rows = connection.execute(f"SELECT {what} FROM sites").fetchall()
    connection.close()
    return rows
