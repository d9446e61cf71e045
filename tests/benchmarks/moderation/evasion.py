"""Words in disguise that the word list finds, and innocent words that it leaves alone."""

from collections.abc import Iterator, Sequence

from service.rules.rule_set import RuleSet
from service.rules.text import fold, words_of
from tests.benchmarks.moderation.corpus import lines_of
from tests.rules.judging import found, judged, rule_set

_LEET = str.maketrans("aeiost", "431057")


def table() -> Iterator[str]:
    """For each language: disguised words caught, innocent words flagged."""
    yield "| word list | leet caught | spaced caught | innocent words flagged |"
    yield "| --- | --- | --- | --- |"
    for language in ("nl", "en"):
        entries = lines_of(f"ldnoobw_{language}.txt")
        listed = [entry for entry in entries if 1 <= len(words_of(fold(entry))) <= 8]
        words = [word for word in listed if word.isascii() and word.isalpha()]
        rules = rule_set(word_list={"words": listed, "languages": []})
        leet = [changed for word in words if (changed := word.translate(_LEET)) != word]
        cells = (
            _caught([word for word in leet if not word.isdigit()], rules),
            _caught([" ".join(word) for word in words], rules),
            _caught(lines_of(f"scunthorpe_{language}.txt"), rules),
        )
        yield f"| {language} | {' | '.join(cells)} |"


def _caught(texts: Sequence[str], rules: RuleSet) -> str:
    caught = sum(found(judged(text, rules=rules), "word_list") is not None for text in texts)
    return f"{caught} of {len(texts)} ({100 * caught / len(texts):.2f} %)"
