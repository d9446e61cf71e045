"""The catalogues are complete: no reader ever meets a key, a gap or the wrong placeholder."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

from service.cli import init
from service.domain.errors import ReactieError
from service.locales import FALLBACK, LANGUAGES, WHOLE, Entry, catalogue
from service.rules.builtin import RULES
from service.web.call import FOR_MODERATORS
from service.web.openapi import error_codes
from service.web.page_routes import PAGES
from service.web.route_table import ROUTES
from tests.house.tree import ROOT, python_files, syntax_tree, text_files

FOLDER = ROOT / "service" / "locales"
FILE_ENDINGS = (".html", ".js", ".css", ".json", ".toml", ".py", ".md", ".db", ".txt", ".svg")
PLURAL_FORMS = {"zero", "one", "other", "by"}
KEY = re.compile(r"[a-z]+(?:\.[a-z0-9_]*[a-z0-9])+")
QUOTED = re.compile(r"""["']([a-z]+(?:\.[a-z0-9_]*[a-z0-9])+)["']""")
OTHERS = [language for language in LANGUAGES if language != FALLBACK]
PARTS = [language for language in LANGUAGES if language not in WHOLE]
READ_BY_VISITORS = ("widget.", "page.", "post.", "own.", "embed.", "feed.", "language.")
VISITORS_TEMPLATES = ("thread", "own_comment", "notice", "embed")
OF_NO_DESCRIPTION = frozenset({"not_found", "method_not_allowed", "foreign_request"})
"""Codes of addresses that are none, and of the pages' forms."""


def sentences(entry: Entry) -> Mapping[str, str]:
    return {"": entry} if isinstance(entry, str) else entry


def placeholders(entry: Entry) -> set[str]:
    """What stands in braces, but for the braces of JSON in an example."""
    return set(re.findall(r"\{(\w[^}\"]*)\}", " ".join(sentences(entry).values())))


def topics() -> set[str]:
    """The first words of the keys, by which a key is told from any other dotted word."""
    return {key.partition(".")[0] for key in catalogue(FALLBACK)}


def looks_like_a_key(word: str) -> bool:
    return word.partition(".")[0] in topics() and not word.endswith(FILE_ENDINGS)


def literals(path: Path) -> Iterator[str]:
    """Whole strings: what an f-string begins with is no key yet."""
    nodes = list(ast.walk(syntax_tree(path)))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def keys_in_code() -> set[str]:
    return {
        word
        for path in python_files("service")
        for word in literals(path)
        if KEY.fullmatch(word) and looks_like_a_key(word)
    }


def keys_in_templates(*names: str) -> set[str]:
    pages = [
        path
        for path in text_files()
        if path.suffix == ".html" and "templates" in path.parts
        if not names or (path.parent.name == "templates" and path.stem in names)
    ]
    return {
        key
        for path in pages
        for key in QUOTED.findall((ROOT / path).read_text(encoding="utf-8"))
        if looks_like_a_key(key)
    }


def kinds_of_error(kind: type[ReactieError] = ReactieError) -> set[str]:
    return {kind.__name__}.union(*(kinds_of_error(each) for each in kind.__subclasses__()))


def raised_codes(*, rules: bool = False) -> set[str]:
    """The first argument of each error made, and each rule's `code=`; or the `rules`' alone."""
    kinds = set() if rules else kinds_of_error()
    codes: set[str] = set()
    for path in python_files("service"):
        for node in ast.walk(syntax_tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            given = node.args[:1] if node.func.id in kinds else []
            if node.func.id == "Evidence":
                given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            codes |= {str(code.value) for code in given if isinstance(code, ast.Constant)}
    return codes - {"None"}


def codes_for_visitors() -> set[str]:
    """What the routes that are not moderators' may answer with, and the rules of a comment."""
    routes = [route for route in (*ROUTES, *PAGES) if not route.path.startswith(FOR_MODERATORS)]
    told = {code for route in routes for codes in error_codes(route).values() for code in codes}
    return told | raised_codes(rules=True) | OF_NO_DESCRIPTION


def keys_for_visitors() -> set[str]:
    """Every sentence that a visitor can meet."""
    read = {key for key in catalogue(FALLBACK) if key.startswith(READ_BY_VISITORS)}
    return read | {f"error.{code}" for code in codes_for_visitors()} | {"report.thanks"}


@pytest.mark.parametrize("language", WHOLE)
def test_each_whole_language_has_the_same_keys(language: str) -> None:
    assert set(catalogue(language)) == set(catalogue(FALLBACK))


@pytest.mark.parametrize("language", PARTS)
def test_each_other_language_has_what_visitors_read_and_nothing_else(language: str) -> None:
    assert set(catalogue(language)) == keys_for_visitors()


def test_the_pages_of_visitors_say_nothing_that_is_not_for_them() -> None:
    assert keys_in_templates(*VISITORS_TEMPLATES) <= keys_for_visitors()


def test_a_plural_is_one_and_chosen_by_the_same_number_in_every_language() -> None:
    def chosen_by(entry: Entry) -> str | None:
        return None if isinstance(entry, str) else entry.get("by", "n")

    english = catalogue(FALLBACK)

    differing = {
        (language, key)
        for language in OTHERS
        for key, entry in catalogue(language).items()
        if chosen_by(entry) != chosen_by(english[key])
    }

    assert not differing


@pytest.mark.parametrize("language", OTHERS)
def test_each_sentence_has_the_same_placeholders_in_every_language(language: str) -> None:
    ours, theirs = catalogue(language), catalogue(FALLBACK)

    differing = {key for key in ours if placeholders(ours[key]) != placeholders(theirs[key])}

    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_can_be_filled_in(language: str) -> None:
    names = {name for entry in catalogue(language).values() for name in placeholders(entry)}

    assert not {name for name in names if not re.fullmatch(r"[a-z_]+", name)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_its_language_needs(language: str) -> None:
    plurals = [entry for entry in catalogue(language).values() if not isinstance(entry, str)]

    assert all({"one", "other"} <= set(entry) <= PLURAL_FORMS for entry in plurals)


def test_french_has_its_spaces_and_the_others_their_signs() -> None:
    said = {
        language: " ".join(
            sentence
            for key, entry in catalogue(language).items()
            for name, sentence in sentences(entry).items()
            if name != "by" and not key.startswith("widget.markdown")
        )
        for language in PARTS
    }

    assert not re.findall(
        r"(?<![\u202f])[!?;]|[^\u00a0]:(?!//)|«(?!\u00a0)|(?<!\u00a0)»", said["fr"]
    )
    assert said["es"].count("¿") == said["es"].count("?")
    assert said["es"].count("¡") == said["es"].count("!")
    assert said["de"].count("„") == said["de"].count("“")
    assert not re.findall("[\"']", "".join(said.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_has_spaces_around_it(language: str) -> None:
    odd = {
        key
        for key, entry in catalogue(language).items()
        for sentence in sentences(entry).values()
        if not sentence.strip() or sentence != sentence.strip(" ")
    }

    assert not odd


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_kept_in_order(language: str) -> None:
    written = (FOLDER / f"{language}.json").read_text(encoding="utf-8")

    in_order = json.dumps(json.loads(written), indent=2, ensure_ascii=False, sort_keys=True) + "\n"

    assert written == in_order


def test_the_list_of_languages_is_the_files_of_the_folder() -> None:
    assert sorted(LANGUAGES) == sorted(path.stem for path in FOLDER.glob("*.json"))


def test_a_site_can_be_made_in_each_of_them() -> None:
    choice = next(option.type for option in init.command.params if option.name == "lang")

    assert isinstance(choice, click.Choice)
    assert tuple(choice.choices) == LANGUAGES


def test_every_key_that_the_code_or_a_page_names_exists() -> None:
    missing = (keys_in_code() | keys_in_templates()) - set(catalogue(FALLBACK))

    assert not missing


def test_every_error_that_is_raised_has_its_sentence() -> None:
    missing = {f"error.{code}" for code in raised_codes()} - set(catalogue(FALLBACK))

    assert not missing


def test_every_rule_has_its_sentences() -> None:
    needed = {
        f"rule.{rule.name}.{part}" for rule in RULES for part in ("title", "summary", "finding")
    }

    assert not needed - set(catalogue(FALLBACK))
