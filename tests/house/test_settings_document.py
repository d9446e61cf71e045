"""docs/settings.md says what the settings are."""

from service.cli.settings_document import settings_markdown
from service.settings import Settings
from tests.house.tree import ROOT


def test_the_settings_document_is_what_the_settings_say() -> None:
    written = (ROOT / "docs/settings.md").read_text(encoding="utf-8")

    assert written == settings_markdown(), "run `make docs`"


def test_every_setting_has_a_help_sentence() -> None:
    unexplained = [
        name
        for name, field in Settings.model_fields.items()
        if not (field.description or "").endswith(".")
    ]

    assert not unexplained
