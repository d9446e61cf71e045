"""Where settings come from, and which place wins."""

from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from service.settings import Settings, UnreadableSetting


@pytest.fixture(autouse=True)
def only_these(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and an environment that says nothing yet."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"REACTIE_{name.upper()}", raising=False)
        monkeypatch.delenv(f"REACTIE_{name.upper()}_FILE", raising=False)
    monkeypatch.delenv("REACTIE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_being_told_anything_it_listens_to_this_machine_only() -> None:
    settings = Settings()

    assert (settings.host, settings.port) == ("127.0.0.1", 8080)


@pytest.mark.parametrize(
    ("given", "wins"),
    [
        ({"toml", "file", "environment", "option"}, "option"),
        ({"toml", "file", "environment"}, "environment"),
        ({"toml", "file"}, "file"),
        ({"toml"}, "toml"),
    ],
)
def test_the_nearest_place_wins(
    given: set[str], wins: str, only_these: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "toml" in given:
        (only_these / "reactie.toml").write_text('database = "toml"\n', encoding="utf-8")
    if "file" in given:
        (only_these / "secret").write_text("file\n", encoding="utf-8")
        monkeypatch.setenv("REACTIE_DATABASE_FILE", str(only_these / "secret"))
    if "environment" in given:
        monkeypatch.setenv("REACTIE_DATABASE", "environment")
    options: dict[str, Any] = {"database": "option"} if "option" in given else {}

    settings = Settings(**options)

    assert settings.database == wins


def test_the_toml_file_may_be_elsewhere(only_these: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (only_these / "other.toml").write_text("port = 9000\n", encoding="utf-8")
    monkeypatch.setenv("REACTIE_CONFIG", "other.toml")

    settings = Settings()

    assert settings.port == 9000


def test_proxies_are_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACTIE_TRUSTED_PROXIES", '["10.0.0.0/8"]')

    settings = Settings()

    assert settings.trusted_proxies == (IPv4Network("10.0.0.0/8"),)


def test_a_setting_that_does_not_exist_is_not_swallowed(only_these: Path) -> None:
    (only_these / "reactie.toml").write_text("prot = 9000\n", encoding="utf-8")

    with pytest.raises(ValidationError, match="prot"):
        Settings()


@pytest.mark.parametrize(
    ("name", "given"), [("port", "65536"), ("host", ""), ("backup_every", "inf")]
)
def test_what_a_setting_cannot_be_is_refused(
    name: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"REACTIE_{name.upper()}", given)

    with pytest.raises(ValidationError, match=name):
        Settings()


@pytest.mark.parametrize("given", ["", "10.0.0.0/8", '"10.0.0.0/8"', "[" * 100_000], ids=len)
def test_a_list_that_is_none_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACTIE_TRUSTED_PROXIES", given)

    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings()


@pytest.mark.parametrize("variable", ["REACTIE_CONFIG", "REACTIE_DATABASE_FILE"])
@pytest.mark.parametrize("named", ["nowhere", ".", "binary"])
def test_a_file_that_is_named_and_cannot_be_read_is_told_by_its_name(
    named: str, variable: str, only_these: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (only_these / "binary").write_bytes(b"\xff\xfe")
    monkeypatch.setenv(variable, named)

    with pytest.raises(UnreadableSetting, match=f"{variable}: {named}: ") as told:
        Settings()

    assert (told.value.name, told.value.reason.count("\n")) == (variable, 0)


@pytest.mark.parametrize("written", ["port =", "database = " + "[" * 100_000], ids=len)
def test_a_toml_file_that_is_none_is_told_by_its_name(written: str, only_these: Path) -> None:
    (only_these / "reactie.toml").write_text(written, encoding="utf-8")

    with pytest.raises(UnreadableSetting, match=r"reactie\.toml"):
        Settings()


def test_naming_no_toml_file_is_naming_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACTIE_CONFIG", "")

    assert Settings().port == 8080
