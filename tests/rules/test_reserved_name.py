"""Names under which a visitor may pass for a moderator are held; ordinary names are not."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.comment import Author
from service.domain.finding import Verdict
from service.rules.contract import Context, Namesake
from service.rules.rule_set import RuleSetError
from tests.rules.judging import DEFAULT, context, found, judged, rule_set

ANNA = Namesake("moderator", "Anna de Vries")
GIVEN = (
    "Aad Admira Bas Beatrix Daan Edith Eline Femke Gijs Hannah Jan Jannie Joost Kees Lotte Maria"
    " Modesta Noor Pieter Rik Roderick Sanne Teun Wim"
)
FAMILY = "Adams|de Boer|Beers|Beheerders|van den Berg|Editors|Moderatz|Redmond|Smith|de Wit"
ORDINARY = [" ".join(name) for name in product(GIVEN.split(), FAMILY.split("|"))]
ORDINARY += [*GIVEN.split(), *FAMILY.split("|")]
"""Two hundred and more, some of which begin like reserved names."""


ANNA_TOO = rule_set(reserved_name={"names": ["Anna de Vries"]})


def held(name: str | None, **options: object) -> bool:
    rules = rule_set(reserved_name=options) if options else DEFAULT
    return found(judged(author=Author(name), rules=rules), "reserved_name") is not None


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Administrator",
        "ADMIN",
        "@dm1n",
        "Admin!",
        "аdmin",  # the first letter is Cyrillic
        "adrnin",
        "a d m i n",
        "Admin 2",
        "admin™",
        "Beheerder",
        "De Redactie",
        "Moderator Jan",
        "Jan (moderator)",
        "Jan - admin",
        "Jan | Beheer",
        "[Moderatie] Jan",
    ],
)
def test_a_name_that_claims_to_be_the_sites_own_is_held(name: str) -> None:
    assert held(name)


@pytest.mark.parametrize(
    "name",
    [None, "", "\u200b", "...", "de", "Adminka", "Redactie Kaasmagazine", "Jan (eindredactie)"],
)
def test_no_name_and_names_that_only_contain_a_reserved_one_are_not_held(name: str | None) -> None:
    assert not held(name)


def test_ordinary_names_are_not_held() -> None:
    assert len(ORDINARY) > 200
    held_among = [
        name
        for name in ORDINARY
        if found(judged(author=Author(name), rules=ANNA_TOO), "reserved_name")
    ]
    assert held_among == []


@pytest.mark.parametrize("languages", [[], ["nl"]])
def test_only_the_built_in_names_that_were_asked_for_are_reserved(languages: list[str]) -> None:
    assert not held("Moderators", languages=languages)
    assert held("Beheer", languages=languages) is bool(languages)


def test_names_of_ones_own_are_reserved_besides_however_short() -> None:
    assert held("JÁN!", names=["Jan"])
    assert held("admin", names=["Jan"])
    assert not held("Jannie", names=["Jan"])


def test_a_name_that_anybody_may_use_is_not_reserved() -> None:
    assert not held("Admin", exceptions=["ADMIN"])
    assert held("Moderator", exceptions=["ADMIN"])
    fine = rule_set(reserved_name={"exceptions": ["Anna de Vries"]})
    judgement = judged(author=Author("Anna de Vries"), rules=fine, namesakes=(ANNA,))
    assert found(judgement, "reserved_name") is None


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({"names": ["Jan", "\u200b"]}, "nobody can see"),
        ({"exceptions": ["..."]}, "nobody can see"),
        ({"names": ["Piet", "Jan"], "exceptions": ["JAN"]}, "take one of them away"),
        ({"letters": 0}, "at least 1"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(options: dict[str, object], mend: str) -> None:
    with pytest.raises(RuleSetError, match=mend):
        rule_set(reserved_name=options)


def test_the_evidence_marks_the_name_and_says_whose_it_is() -> None:
    judgement = judged(author=Author(" ANNA de Vries ✓"), namesakes=(ANNA,))

    finding = found(judgement, "reserved_name")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.params == {"variant": "moderator", "name": "Anna de Vries"}
    assert [match.text for match in finding.matches] == [" ANNA de Vries ✓"]


def test_a_listed_name_is_told_as_it_was_listed() -> None:
    finding = found(judged(author=Author("ADMIN")), "reserved_name")

    assert finding is not None
    assert finding.params == {"name": "admin"}


def test_trust_does_not_release_who_passes_for_a_moderator() -> None:
    trusted = {"proven": True, "approved": 5}

    judgement = judged(author=Author("Anna de Vries"), namesakes=(ANNA,), **trusted)

    assert judgement.verdict is Verdict.HOLD


@pytest.mark.parametrize(
    ("name", "letters", "is_held"),
    [
        ("Jan", 8, False),
        ("Marieke", 8, False),
        ("Marieke", 7, True),
        ("Kaasmeester", 8, True),
        ("Bo Anne", 8, True),
        ("Jo An", 8, False),
        ("Jo-B", 1, False),
    ],
)
def test_one_word_is_reserved_for_a_moderator_only_when_it_is_long(
    name: str, letters: int, is_held: bool
) -> None:
    rules = rule_set(reserved_name={"letters": letters})
    judgement = judged(author=Author(name), rules=rules, namesakes=(Namesake("moderator", name),))

    assert (found(judgement, "reserved_name") is not None) is is_held


def test_a_first_name_of_a_moderator_does_not_hide_the_name_of_another() -> None:
    namesakes = (Namesake("moderator", "Jan"), ANNA)

    judgement = judged(author=Author("Jan (Anna de Vries)"), namesakes=namesakes)

    finding = found(judgement, "reserved_name")

    assert finding is not None
    assert finding.params["name"] == "Anna de Vries"


def test_whom_a_name_was_taken_for_is_kept_for_replays() -> None:
    seen = context(namesakes=(ANNA, Namesake("site", "Kaasblog")))

    assert seen.snapshot()["namesakes"] == [["moderator", "Anna de Vries"], ["site", "Kaasblog"]]
    assert Context.restore(seen.snapshot()) == seen


def test_a_name_like_no_other_leaves_nothing_in_what_is_kept() -> None:
    assert "namesakes" not in context().snapshot()


disguises = {
    "a": "aAàÁâäåаАαΑɑ4@ᴀ𝐚Ａⓐ🅰",
    "d": "dDďԁᴅ𝐝đ",
    "e": "eEéÈëеЕєεΕ3€ᴇ𝖊Ｅ",
    "i": "iIlL1!|íïіІιΙıӏ𝓲",
    "n": "nNñńΝɴ𝗻Ｎ",
    "r": "rRřŕʀ𝐫Ｒ",
    "s": "sSšśѕЅ5$ꜱ𝐬Ｓ",
    "v": "vVѵνᴠ𝐯Ｖ",
    " ": [" ", "", "-", "_", ".", "  ", "\u00a0", " \u200b"],
}
ONLY_ANNA = rule_set(reserved_name={"names": ["Anna de Vries"], "languages": []})
variants = st.tuples(
    *(
        st.tuples(st.sampled_from(disguises[letter]), st.sampled_from(["", "", "\u200d", "\u0301"]))
        for letter in "anna de vries"
    )
).map(lambda typed: "".join(map("".join, typed)))


@settings(deadline=None)
@given(
    variants,
    st.sampled_from(["", "Moderator ", "De echte ", "★ ", "("]),
    st.sampled_from(["", " ✓", " (moderator)", "™", " 2", "!!", " | admin", " [redactie]", ")"]),
)
def test_a_reserved_name_is_held_however_it_is_typed(name: str, before: str, after: str) -> None:
    assert found(judged(author=Author(f"{before}{name}{after}"), rules=ONLY_ANNA), "reserved_name")


@given(st.text(max_size=80))
def test_no_name_breaks_the_rule(name: str) -> None:
    finding = found(judged(author=Author(name)), "reserved_name")

    assert finding is None or not finding.failed
