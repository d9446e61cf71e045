"""Accounts from the terminal: lists, links, roles, removal, and what happened."""

import pytest

from tests.cli.terminal import Terminal

ANNA = ("--name", "Anna", "--email", "anna@blog.example", "--role")
PASSWORD = "een heel lang wachtwoord"


@pytest.fixture
def with_anna(terminal: Terminal) -> Terminal:
    result = terminal.run(
        "moderator", "add", *ANNA, "owner", "--password-file", "-", typed=PASSWORD
    )
    assert result.exit_code == 0, result.output
    return terminal


def bea(terminal: Terminal, *more: str) -> None:
    said = ("--name", "Bea", "--email", "bea@blog.example", "--role", "admin", *more)
    result = terminal.run("moderator", "add", *said, "--password-file", "-", typed=PASSWORD)
    assert result.exit_code == 0, result.output


def test_moderators_are_listed_with_their_roles(with_anna: Terminal) -> None:
    bea(with_anna, "--site", "blog")

    listed = with_anna.json("moderator", "list")["items"]

    assert [(one["name"], one["roles"]) for one in listed] == [
        ("Anna", {"*": "owner"}),
        ("Bea", {"blog": "admin"}),
    ]
    assert "anna@blog.example" in with_anna.done("moderator", "list")


def test_nobody_there_is_told(terminal: Terminal) -> None:
    assert "moderator add" in terminal.done("moderator", "list")
    assert "Nothing" in terminal.done("moderator", "events")


@pytest.mark.parametrize("command", [("add", "--invite"), ("invite",)])
def test_an_invitation_is_a_link_alone_on_stdout(
    terminal: Terminal, command: tuple[str, ...]
) -> None:
    said = ("--name", "Bea", "--role", "moderator", "--site", "blog", "--url", "https://c.example/")

    link = terminal.done("moderator", *command, *said)

    assert link.startswith("https://c.example/moderate/invitation#rcl_")
    assert link.count("\n") == 1
    assert link.strip() not in str(terminal.json("moderator", "events"))


def test_an_account_needs_an_address_or_an_invitation(terminal: Terminal) -> None:
    result = terminal.run("moderator", "add", "--name", "Bea", "--role", "admin")

    assert result.exit_code == 2
    assert "--email" in result.stderr


def test_a_role_is_changed_and_the_last_owner_stays(with_anna: Terminal) -> None:
    refused = with_anna.run("moderator", "role", "anna@blog.example", "admin")
    bea(with_anna)
    with_anna.done("moderator", "role", "BEA@blog.example", "viewer", "--site", "blog")

    assert refused.exit_code == 1
    assert "another owner" in refused.stderr
    assert with_anna.json("moderator", "list")["items"][1]["roles"] == {"blog": "viewer"}


def test_a_moderator_is_removed_by_address_or_id(with_anna: Terminal) -> None:
    bea(with_anna)
    which = with_anna.json("moderator", "list")["items"][1]["id"]

    assert "Bea" in with_anna.done("moderator", "remove", which)

    again = with_anna.run("moderator", "remove", which)
    assert again.exit_code == 1
    assert len(with_anna.json("moderator", "list")["items"]) == 1


def test_a_lost_password_is_chosen_anew_by_a_link(with_anna: Terminal) -> None:
    link = with_anna.done("moderator", "reset", "anna@blog.example", "--drop-codes")

    assert link.startswith("http://localhost:8080/moderate/reset#rcl_")


def test_what_happened_names_who_did_it(with_anna: Terminal) -> None:
    bea(with_anna)
    with_anna.done("moderator", "remove", "bea@blog.example")

    events = with_anna.json("moderator", "events", "--limit", "2")["items"]

    assert [event["act"] for event in events] == ["moderator_removed", "moderator_added"]
    assert {event["by"]["id"] for event in events} == {"cli"}
    assert "moderator_removed" in with_anna.done("moderator", "events")


def test_a_token_is_revoked(terminal: Terminal) -> None:
    terminal.done("token", "create", "--name", "laptop", "--role", "admin")
    (token,) = terminal.json("token", "list")["items"]

    terminal.done("token", "revoke", token["id"])

    assert terminal.json("token", "list")["items"] == []
    assert terminal.run("token", "revoke", token["id"]).exit_code == 1


def test_a_weak_password_is_refused(terminal: Terminal) -> None:
    result = terminal.run(
        "moderator", "add", *ANNA, "owner", "--password-file", "-", typed="wachtwoord123"
    )

    assert result.exit_code == 1
    assert terminal.json("moderator", "list")["items"] == []
