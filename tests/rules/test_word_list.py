"""The word list: whole words, folded, per field; innocent words stay innocent."""

from time import thread_time

import pytest

from service.domain.comment import Author
from service.domain.finding import Verdict
from service.rules.builtin.word_list import RULE, WordListOptions
from service.rules.engine import view
from service.rules.rule_set import RuleSetError
from tests.rules.judging import context, found, judged, rule_set
from tests.rules.shared_data import shared_lines


def matched(text: str, **options: object) -> list[str]:
    given = {"languages": [], **options}
    finding = found(judged(text, rules=rule_set(word_list=given)), "word_list")
    return [] if finding is None else [match.text for match in finding.matches]


def test_a_listed_word_holds_the_comment_and_is_shown() -> None:
    judgement = judged("Jij bent een KLÓÓTZAK!")

    finding = found(judgement, "word_list")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.params == {"word": "KLÓÓTZAK", "count": 1}


@pytest.mark.parametrize("text", ["foei", "FOEI!", "f\u200boei", "ｆｏｅｉ", "«föei»"])
def test_own_words_are_found_however_they_are_typed(text: str) -> None:
    assert len(matched(text, words=["Foei"])) == 1


@pytest.mark.parametrize("text", ["foeilelijk", "oefoei", "foei1", "fo ei"])
def test_words_that_only_contain_a_listed_one_are_fine(text: str) -> None:
    assert matched(text, words=["foei"]) == []


def test_a_phrase_is_found_across_spaces_and_hyphens() -> None:
    text = "Ga  nou-weg, of ga nou\u00a0weg"

    assert matched(text, words=["ga nou weg"]) == ["Ga  nou-weg", "ga nou\u00a0weg"]


def test_a_phrase_is_not_found_across_a_comma() -> None:
    assert matched("ga, nou weg", words=["ga nou weg"]) == []


def test_phrases_with_the_same_first_word_are_told_apart() -> None:
    assert matched("ga maar weg", words=["ga nou", "ga maar weg", "ga"]) == ["ga", "ga maar weg"]


def test_an_exception_excuses_the_words_in_it() -> None:
    options = {"words": ["dick"], "exceptions": ["Dick Bruna"]}

    assert matched("Dick Bruna, niet dick", **options) == ["dick"]


def test_only_the_chosen_fields_are_looked_at() -> None:
    rules = rule_set(word_list={"words": ["foei"], "fields": ["name"]})

    in_text = judged("foei", rules=rules)
    in_name = judged("Hoi", author=Author("Foei"), rules=rules)

    assert in_text.verdict is Verdict.PUBLISH
    assert in_name.verdict is Verdict.HOLD


def test_evidence_is_bounded() -> None:
    assert len(matched("foei " * 500, words=["foei"])) == 20


def test_the_built_in_lists_can_be_left_out() -> None:
    assert matched("klootzak motherfucker") == []
    assert matched("klootzak motherfucker", languages=["en"]) == ["motherfucker"]


@pytest.mark.parametrize(
    ("file", "share"), [("nl", 0.0005), ("en", 0.002), ("names", 0), ("places", 0)]
)
def test_words_that_contain_a_bad_one_are_not_held(file: str, share: float) -> None:
    words = shared_lines(f"moderation/scunthorpe_{file}.txt")

    flagged = [word for word in words if found(judged(word), "word_list")]

    # A few of the words in these lists are insults themselves: their plurals.
    assert len(flagged) <= share * len(words), flagged


@pytest.mark.parametrize("text", ["foei's", "d'foei", "foei’s boek"])
def test_a_word_that_an_apostrophe_ties_to_another_is_another_word(text: str) -> None:
    assert matched(text, words=["foei"]) == []


@pytest.mark.parametrize("text", ["'foei'", "‘foei’", "'s foei", "foei'"])
def test_quotes_around_a_word_do_not_hide_it(text: str) -> None:
    assert matched(text, words=["foei"]) == ["foei"]


def test_a_comment_is_judged_by_a_hundred_thousand_words_as_fast_as_by_a_hundred() -> None:
    seen, text = context(), "Wat ga je mooi verhaal vertellen. " * 15

    def cost(count: int) -> float:
        words = [f"woord{number}" for number in range(count * 9 // 10)]
        words += [f"ga {number}" for number in range(count // 10)]
        prepared = RULE.prepare(WordListOptions(words=tuple(words)))

        def once() -> float:
            subject = view(Author("Jan"), text)
            started = thread_time()
            RULE.check(subject, seen, prepared)
            return thread_time() - started

        return min(once() for _ in range(50))

    # A thousand times the words: 1000 if each were looked for, 1 if each of the text's is.
    assert cost(100_000) < 20 * cost(100)


def test_a_word_cannot_be_an_exception_to_itself() -> None:
    with pytest.raises(RuleSetError, match='"kip" is a word and an exception'):
        rule_set(word_list={"words": ["Kip"], "exceptions": ["kip"]})
