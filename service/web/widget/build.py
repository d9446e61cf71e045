"""Make the widget's two scripts from its sources: `python -m service.web.widget.build`, or
`make widget`. The scripts are kept in the repository; a test proves that they are what this makes.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from service.locales import FALLBACK, LANGUAGES, WHOLE, Entry, catalogue

SOURCES = Path(__file__).parent
STATIC = SOURCES.parent / "static"
SCRIPTS = {"embed.js": "start.js", "count.js": "count.js"}
"""What is shipped, and the way in that each is made from."""

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) )", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
_SAID = re.compile(r'\bsay\("(\w+)"|\bfield\(view, "(\w+)"|\bsay\([^()]+ \? "(\w+)" : "(\w+)"')
_SAID_BEGINNING = re.compile(r"\bsay\(`(\w+)\$\{")
_PREFIXES = ("widget.", "page.", "post.", "own.")
_LEFT = re.compile("(?<=[,:;{}]) | (?=[{}])")
"""The spaces that the minifier leaves in custom properties and in what it does not know."""
_FETCHED = "acts.js"
"""What only this module says does not come along: it has it fetched."""


class BuildError(Exception):
    """The sources cannot be made into one script; says why."""


def build(entry: str) -> str:
    """One classic script of the module `entry` and all that it imports, minified."""
    import minify  # type: ignore[import-untyped] # noqa: PLC0415 -- not for those who only serve

    parts = [_part(name) for name in _in_order(entry, [])]
    declared = [name for part in parts for name in _DECLARED.findall(part)]
    twice = {name for name in declared if declared.count(name) > 1}
    if twice:
        raise BuildError(f"declared in two modules: {', '.join(sorted(twice))}")
    script = '"use strict";(()=>{\n' + "\n".join(parts) + "\n})();"
    made: str = minify.string("application/javascript", script)
    return made + "\n"


def words_of(language: str) -> Mapping[str, Entry]:
    """The sentences that the widget says, by their short names."""
    entries = catalogue(language)
    return {key: _entry(entries, key) for key in sorted(_keys(SOURCES.glob("*.js")))}


def _words() -> Mapping[str, Sequence[Entry]]:
    """Each sentence that comes along, in the languages that do: in this order it packs best."""
    told = [words_of(language) for language in WHOLE]
    along = sorted(_keys(path for path in SOURCES.glob("*.js") if path.name != _FETCHED))
    along.sort(key=lambda key: isinstance(told[0][key], str))
    return {key: [words[key] for words in told] for key in along}


def _entry(entries: Mapping[str, Entry], key: str) -> Entry:
    for prefix in _PREFIXES:
        if prefix + key in entries:
            return entries[prefix + key]
    raise BuildError(f"no sentence for {key}")


def _keys(modules: Iterable[Path]) -> set[str]:
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    said = {key for found in _SAID.findall(source) for key in found if key}
    return said.union(*map(_beginning_with, _SAID_BEGINNING.findall(source)))


def _beginning_with(beginning: str) -> Sequence[str]:
    """Where the widget has such words of its own, those alone."""
    keys = catalogue(FALLBACK)
    each = ([key.removeprefix(one) for key in keys if key.startswith(one + beginning)]
            for one in _PREFIXES)  # fmt: skip
    return next(filter(None, each), [])


def _in_order(name: str, known: list[str]) -> list[str]:
    """The module after all that it imports."""
    if name not in known:
        for imported in _IMPORT.findall(_source(name)):
            _in_order(imported, known)
        known.append(name)
    return known


def _part(name: str) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", _source(name)))


def _source(name: str) -> str:
    if name == "catalogue.js":
        words = _json(_words())
        return f"export const LANGUAGES = {_json(LANGUAGES)};\nexport const WORDS = {words};\n"
    if name == "widget.css.js":
        return f"export const CSS_TEXT = {_json(_style())};\n"
    return (SOURCES / name).read_text(encoding="utf-8")


def _style() -> str:
    import minify  # noqa: PLC0415

    made: str = minify.string("text/css", (SOURCES / "widget.css").read_text(encoding="utf-8"))
    return _LEFT.sub("", made)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(scripts: Iterable[tuple[str, str]] = tuple(SCRIPTS.items())) -> None:
    """Writes the scripts."""
    for shipped, entry in scripts:
        (STATIC / shipped).write_text(build(entry), encoding="utf-8")


if __name__ == "__main__":
    main()
