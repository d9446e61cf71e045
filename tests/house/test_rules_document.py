"""docs/rules.md says what the rules are."""

from service.cli.rules_document import rules_markdown
from service.locales import WHOLE, catalogue
from service.rules.builtin import RULES
from tests.house.tree import ROOT


def test_the_rules_document_is_what_the_rules_say() -> None:
    written = (ROOT / "docs/rules.md").read_text(encoding="utf-8")

    assert written == rules_markdown(), (
        "run `python -m service rules list --markdown > docs/rules.md`"
    )


def test_every_rule_has_its_sentences_in_every_language() -> None:
    wanted = {
        f"rule.{rule.name}.{sentence}" for rule in RULES for sentence in ("summary", "finding")
    }

    missing = {language: wanted - catalogue(language).keys() for language in WHOLE}

    assert not any(missing.values()), missing
