import sqlite3
from pathlib import Path

from argon2 import PasswordHasher
from click.testing import Result

from tests.cli.terminal import Terminal

PASSWORD = "een heel lang wachtwoord"


def test_a_moderator_is_kept_with_an_argon2id_hash(terminal: Terminal) -> None:
    result = _add(terminal, typed=f"{PASSWORD}\n{PASSWORD}\n")

    [(name, hashed)] = _moderators(terminal)
    assert result.exit_code == 0
    assert name == "Anna"
    assert hashed.startswith("$argon2id$")
    assert PasswordHasher().verify(hashed, PASSWORD)


def test_the_password_is_never_shown(terminal: Terminal) -> None:
    result = _add(terminal, typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert PASSWORD not in result.output


def test_a_password_may_come_from_a_file(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{PASSWORD}\n")

    result = _add(terminal, "--password-file", str(tmp_path / "secret"))

    [(_, hashed)] = _moderators(terminal)
    assert result.exit_code == 0
    assert PasswordHasher().verify(hashed, PASSWORD)


def test_a_password_may_come_from_stdin(terminal: Terminal) -> None:
    result = _add(terminal, "--password-file", "-", typed=f"{PASSWORD}\n")

    assert result.exit_code == 0


def test_a_password_of_eleven_characters_is_refused(terminal: Terminal) -> None:
    result = _add(terminal, "--password-file", "-", typed="x" * 11)

    assert result.exit_code == 1
    assert "12" in result.stderr
    assert _moderators(terminal) == []


def test_two_moderators_cannot_share_an_address(terminal: Terminal) -> None:
    _add(terminal, "--password-file", "-", typed=PASSWORD)

    result = _add(terminal, "--password-file", "-", typed=PASSWORD, email="ANNA@blog.example")

    assert result.exit_code == 1
    assert len(_moderators(terminal)) == 1


def test_what_is_no_address_is_refused(terminal: Terminal) -> None:
    result = _add(terminal, "--password-file", "-", typed=PASSWORD, email="anna")

    assert result.exit_code == 1
    assert _moderators(terminal) == []


def _add(
    terminal: Terminal, *more: str, typed: str | None = None, email: str = "anna@blog.example"
) -> Result:
    return terminal.run(
        *("moderator", "add", "--name", "Anna", "--email", email, "--role", "owner", *more),
        typed=typed,
    )


def _moderators(terminal: Terminal) -> list[tuple[str, str]]:
    connection = sqlite3.connect(terminal.database)
    rows = connection.execute("SELECT name, password FROM moderators").fetchall()
    connection.close()
    return rows
