"""The catalogues are complete: no reader ever meets a key, a gap or the wrong placeholder."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from service.domain.errors import ReactieError
from service.locales import FALLBACK, LANGUAGES, Entry, catalogue
from service.rules.builtin import RULES
from tests.house.tree import ROOT, python_files, syntax_tree, text_files

FOLDER = ROOT / "service" / "locales"
FILE_ENDINGS = (".html", ".js", ".css", ".json", ".toml", ".py", ".md", ".db", ".txt", ".svg")
PLURAL_FORMS = {"zero", "one", "other", "by"}
KEY = re.compile(r"[a-z]+(?:\.[a-z0-9_]*[a-z0-9])+")
QUOTED = re.compile(r"""["']([a-z]+(?:\.[a-z0-9_]*[a-z0-9])+)["']""")
OTHERS = [language for language in LANGUAGES if language != FALLBACK]


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


def keys_in_templates() -> set[str]:
    pages = [path for path in text_files() if path.suffix == ".html" and "templates" in path.parts]
    return {
        key
        for path in pages
        for key in QUOTED.findall((ROOT / path).read_text(encoding="utf-8"))
        if looks_like_a_key(key)
    }


def kinds_of_error(kind: type[ReactieError] = ReactieError) -> set[str]:
    return {kind.__name__}.union(*(kinds_of_error(each) for each in kind.__subclasses__()))


def raised_codes() -> set[str]:
    """The first argument of each error made, and each rule's `code=`."""
    kinds = kinds_of_error()
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


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_the_same_keys(language: str) -> None:
    assert set(catalogue(language)) == set(catalogue(FALLBACK))


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


def test_every_key_that_the_code_or_a_page_names_exists() -> None:
    missing = (keys_in_code() | keys_in_templates()) - set(catalogue(FALLBACK))

    assert not missing


def test_every_error_that_is_raised_has_its_sentence() -> None:
    missing = {f"error.{code}" for code in raised_codes()} - set(catalogue(FALLBACK))

    assert not missing


def test_every_rule_has_its_sentences() -> None:
    needed = {f"rule.{rule.name}.{part}" for rule in RULES for part in ("summary", "finding")}

    assert not needed - set(catalogue(FALLBACK))
