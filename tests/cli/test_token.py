from pathlib import Path

from tests.cli.terminal import Terminal


def test_token_create_prints_the_token_alone(terminal: Terminal) -> None:
    shown = terminal.done("token", "create", "--name", "laptop", "--role", "admin")

    assert shown.startswith("rct_")
    assert shown.count("\n") == 1
    assert len(shown.split()) == 1


def test_a_listed_token_does_not_show_its_secret(terminal: Terminal) -> None:
    made = terminal.done("token", "create", "--name", "laptop", "--role", "admin").strip()

    [listed] = terminal.json("token", "list")["items"]

    assert made.split("_", 2)[2] not in str(listed)
    assert listed["id"] in made
    assert listed["name"] == "laptop"
    assert listed["roles"] == {"*": "admin"}
    assert listed["expires_at"] is None


def test_a_token_may_be_for_one_site_and_for_some_days(terminal: Terminal) -> None:
    terminal.done(
        *("token", "create", "--name", "bot", "--role", "viewer"),
        *("--site", "blog", "--expires", "7"),
    )

    shown = terminal.done("token", "list")

    assert "blog" in shown
    assert "never" not in shown


def test_a_token_may_be_for_several_sites(terminal: Terminal) -> None:
    terminal.done("init", "--site", "other")
    terminal.done(
        *("token", "create", "--name", "bot", "--role", "viewer"),
        *("--site", "blog", "--site", "other"),
    )

    [listed] = terminal.json("token", "list")["items"]

    assert listed["roles"] == {"blog": "viewer", "other": "viewer"}


def test_a_token_for_an_unknown_site_is_refused(terminal: Terminal) -> None:
    result = terminal.run("token", "create", "--name", "a", "--role", "admin", "--site", "nope")

    assert result.exit_code == 1
    assert "rct_" not in result.output


def test_a_table_of_tokens_says_what_holds_for_all_sites_and_for_ever(terminal: Terminal) -> None:
    terminal.done("token", "create", "--name", "laptop", "--role", "admin")

    shown = terminal.done("token", "list")

    assert "every site" in shown
    assert "never" in shown


def test_no_tokens_says_how_to_make_one(terminal: Terminal) -> None:
    assert "reactie token create" in terminal.done("token", "list")


def test_no_tokens_as_json_is_an_empty_list(terminal: Terminal) -> None:
    assert terminal.json("token", "list") == {"items": [], "next": None}


def test_a_token_ends_within_a_hundred_years(terminal: Terminal) -> None:
    result = terminal.run(
        *("token", "create", "--name", "a", "--role", "admin", "--expires", "99999999999")
    )

    assert result.exit_code == 2
    assert terminal.json("token", "list")["items"] == []


def test_a_database_that_cannot_be_opened_is_told_so(terminal: Terminal, tmp_path: Path) -> None:
    result = terminal.run("token", "list", "--database", str(tmp_path))

    assert result.exit_code == 1
    assert "--database" in result.output
