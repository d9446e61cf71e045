import getpass

import pytest

from tests.cli.terminal import Terminal


def test_a_held_comment_is_in_the_queue_with_what_the_rules_found(terminal: Terminal) -> None:
    comment = terminal.post("Mooi stuk.")

    [listed] = terminal.json("comments", "list")["items"]

    assert listed["id"] == comment
    assert listed["text"] == "Mooi stuk."
    assert listed["status"] == "pending"
    assert [finding["rule"] for finding in listed["findings"]] == ["first_time_author"]


def test_the_table_shows_the_id_whole_and_the_reasons(terminal: Terminal) -> None:
    comment = terminal.post("Mooi stuk.")

    shown = terminal.done("comments", "list")

    assert comment in shown
    assert "first_time_author" in shown


def test_what_a_visitor_wrote_cannot_move_the_terminal(terminal: Terminal) -> None:
    terminal.post("rood \x1b[31m [bold]of\u202eniet[/bold]")

    shown = terminal.done("comments", "list")

    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\u001b[31m [bold]" in shown


def test_a_long_text_is_cut_in_the_table(terminal: Terminal) -> None:
    terminal.post("woord " * 100)

    shown = terminal.done("comments", "list")

    assert "…" in shown


def test_an_empty_queue_says_so(terminal: Terminal) -> None:
    assert terminal.done("comments", "list") == "No comments found.\n"


def test_the_list_ends_at_its_limit(terminal: Terminal) -> None:
    first, second = terminal.post("een"), terminal.post("twee")
    terminal.post("drie")

    listed = terminal.json("comments", "list", "--limit", "2")["items"]

    assert [comment["id"] for comment in listed] == [first, second]


def test_any_status_lists_the_newest_first(terminal: Terminal) -> None:
    first, second = terminal.post("een"), terminal.post("twee")
    terminal.done("comments", "decide", first, "approve")

    listed = terminal.json("comments", "list", "--status", "any")["items"]

    assert [comment["id"] for comment in listed] == [second, first]


def test_a_list_of_one_site_leaves_the_others_out(terminal: Terminal) -> None:
    terminal.done("init", "--site", "other", "--origin", "https://other.example")
    terminal.post("op de blog")

    listed = terminal.json("comments", "list", "--site", "other")["items"]

    assert listed == []


def test_pages_of_the_queue_are_joined(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.cli.comments.PAGE", 2)
    made = [terminal.post(f"reactie {n}") for n in range(5)]

    listed = terminal.json("comments", "list")["items"]

    assert [comment["id"] for comment in listed] == made


def test_an_approved_comment_has_left_the_queue(terminal: Terminal) -> None:
    comment = terminal.post()

    shown = terminal.done("comments", "decide", comment, "approve")

    assert shown == f"{comment}: Approved\n"
    assert terminal.json("comments", "list")["items"] == []


def test_a_decision_is_logged_under_the_account_of_who_took_it(terminal: Terminal) -> None:
    comment = terminal.post()

    why = ("--reason", "off-topic", "--to-author", "Dank, maar elders.")
    decision = terminal.json("comments", "decide", comment, "reject", *why)

    assert decision["to_author"] == "Dank, maar elders."
    assert decision["by"] == {"kind": "moderator", "id": "cli", "name": getpass.getuser()}
    assert (decision["from"], decision["to"]) == ("pending", "rejected")
    assert decision["reason"] == "off-topic"


def test_an_account_without_a_name_is_logged_as_cli(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    comment = terminal.post()

    decision = terminal.json("comments", "decide", comment, "approve")

    assert decision["by"]["name"] == "cli"


def test_a_decision_on_an_old_version_is_refused(terminal: Terminal) -> None:
    comment = terminal.post()
    terminal.done("comments", "decide", comment, "approve")

    result = terminal.run("comments", "decide", comment, "spam", "--version", "1")

    assert result.exit_code == 1
    assert "Failed: " in result.stderr


def test_an_unknown_comment_is_told_in_the_readers_language(terminal: Terminal) -> None:
    dutch = Terminal(terminal.database, lang="nl_BE.UTF-8")

    result = dutch.run("comments", "decide", "0" * 32, "approve")

    assert result.exit_code == 1
    assert result.stderr == "Mislukt: Deze reactie bestaat niet.\n"


def test_an_unknown_action_is_wrong_usage(terminal: Terminal) -> None:
    result = terminal.run("comments", "decide", "0" * 32, "publish")

    assert result.exit_code == 2


def test_comments_are_found_by_words_and_rules(terminal: Terminal) -> None:
    wanted = terminal.post("Een Réactie vol lof.")
    terminal.post("Iets anders.", name="Piet")

    for asked in (("--words", "lof reac"), ("--words", "een", "--rule", "first_time_author")):
        [listed] = terminal.json("comments", "list", *asked)["items"]
        assert listed["id"] == wanted
    assert terminal.json("comments", "list", "--rule", "many_links")["items"] == []


def test_the_search_index_is_made_anew(terminal: Terminal) -> None:
    wanted = terminal.post("Een reactie vol lof.")

    assert terminal.done("comments", "index") == "The search index is made anew.\n"

    [listed] = terminal.json("comments", "list", "--words", "lof")["items"]
    assert listed["id"] == wanted
