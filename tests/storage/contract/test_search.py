"""Comments are found by their words and rules: at once, and no otherwise when they are indexed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.rules.text import holds, terms_of
from service.storage import SqlStorage, open_storage
from tests.storage.making import FIRST, LINKS, Maker, TickingClock
from tests.storage.searching import edit, take_in_all, texts

ANY = QueueFilter()
Index = Callable[[], Awaitable[None]]


@pytest.fixture(params=["at once", "when indexed"])
def indexed(request: pytest.FixtureRequest, storage: SqlStorage) -> Index:
    """What makes everything be indexed, or leaves it as it is."""

    async def index() -> None:
        if request.param == "when indexed":
            await take_in_all(storage)

    return index


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("reac", ["Réactie één", "reacties"]),
        ("REACTIE", ["Réactie één", "reacties"]),
        ("een", ["Réactie één"]),
        ("een reac", ["Réactie één"]),
        ("actie", []),
        ("reac niets", []),
        ("東京", ["彼は東京都に"]),
        ("都", ["彼は東京都に"]),
        ("都東", []),
        ("🔥", ["heet🔥"]),
        ("!", []),
        ("=first_time_author", []),
        ("first_time_author", []),
        ("a* OR b", []),
        ('"', []),
    ],
)
async def test_every_word_is_found_by_its_beginning(
    storage: SqlStorage, make: Maker, indexed: Index, words: str, expected: list[str]
) -> None:
    for text in ("Réactie één", "reacties", "彼は東京都に", "heet🔥"):
        await make.comment(text=text)
    await indexed()

    assert await texts(storage, QueueFilter(words=words)) == expected


async def test_a_rule_is_found_by_its_whole_name_and_nothing_else(
    storage: SqlStorage, make: Maker, indexed: Index
) -> None:
    odd = replace(LINKS, rule='It\'s "odd" & *')
    await make.comment(text="een", findings=[LINKS])
    await make.comment(text="twee", findings=[FIRST, odd])
    await make.comment(text="many_links", findings=[])
    await indexed()

    assert await texts(storage, QueueFilter(rule="many_links")) == ["een"]
    assert await texts(storage, QueueFilter(rule="many_link")) == []
    assert await texts(storage, QueueFilter(rule=odd.rule)) == ["twee"]
    assert await texts(storage, QueueFilter(rule="It")) == []
    assert await texts(storage, QueueFilter(rule="first_time_author", words="tw")) == ["twee"]
    assert await texts(storage, QueueFilter(rule="first_time_author", words="een")) == []


async def test_all_orders_counts_and_bulk_decisions_see_the_same_comments(
    storage: SqlStorage, make: Maker, indexed: Index
) -> None:
    other = await make.site("other")
    for number, site in enumerate((None, other, None, None)):
        text = "goed" if number == 3 else "foei"
        await make.comment(text=text, site=site, published=False, suspicion=number)
    await make.comment(text="foei", published=True)
    await indexed()
    mine = (await make.comment(text="iets")).site_id
    wanted = QueueFilter(site_ids=(mine,), status=Status.PENDING, words="foe")

    oldest, _ = await storage.comments.queue(wanted, None, 50)
    newest, _ = await storage.comments.queue(replace(wanted, newest_first=True), None, 50)
    suspects, _ = await storage.comments.suspects(wanted, None, 50)
    folded, _ = await storage.comments.clusters(wanted, None, 50)
    matching = await storage.comments.matching(wanted, 0, 50)

    ids = [one.comment.id for one in oldest]
    assert len(ids) == 2
    assert [one.comment.id for one in newest] == ids[::-1]
    assert [one.comment.id for one in suspects] == ids[::-1]
    assert [one.comment.id for one in folded] == ids
    assert [id_ for id_, _, _ in matching] == ids
    assert await storage.comments.count(wanted) == 2
    assert await storage.comments.oldest(wanted) == oldest[0].comment.created_at


async def test_an_edit_is_found_by_its_new_text_at_once(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment(text="eerst", findings=[LINKS])
    await make.comment(text="ander")
    await take_in_all(storage)

    await edit(storage, make, comment, "daarna", [FIRST])

    for _ in range(2):
        assert await texts(storage, QueueFilter(words="eerst")) == []
        assert await texts(storage, QueueFilter(words="daarna")) == ["daarna"]
        assert await texts(storage, QueueFilter(words="daarna", rule="many_links")) == []
        assert await texts(storage, QueueFilter(rule="first_time_author", words="d")) == ["daarna"]
        await take_in_all(storage)


async def test_more_texts_than_are_looked_at_at_once_are_searched(
    storage: SqlStorage, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.storage.search._AT_ONCE", 2)
    for number in range(5):
        await make.comment(text=f"tekst {number}")

    assert len(await texts(storage, QueueFilter(words="tekst"))) == 5


LETTERS = st.sampled_from("aàábßＡ1 \n'\"*%_\\:&|=京都ไท🔥\u00ad\u0301")
WORDS = st.text(LETTERS, min_size=1, max_size=12)
RULE_NAMES = st.sampled_from(["many_links", "many", "o'dd", "京"])
WRITTEN = st.lists(st.tuples(WORDS, st.sets(RULE_NAMES)), min_size=1, max_size=8)
ASKED = st.lists(st.tuples(WORDS, st.none() | RULE_NAMES), min_size=1, max_size=8)


@given(written=WRITTEN, asked=ASKED, batch=st.integers(1, 4), rounds=st.integers(0, 4))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_a_search_finds_what_looking_through_everything_finds(
    database: str, written: list[tuple[str, set[str]]], asked: list[tuple[str, str | None]],
    batch: int, rounds: int,
) -> None:  # fmt: skip
    """Whatever of it is in the index."""
    clock = TickingClock()
    async with open_storage(database, clock=clock) as storage:
        site = await storage.sites.by_slug("blog") or await Maker(storage, clock).site("blog")
        make = Maker(storage, clock, site)
        first = (await make.comment(text="-", findings=[])).id
        for text, rules in written:
            found = [replace(LINKS, rule=rule) for rule in sorted(rules)]
            await make.comment(text=text, findings=found)
        for _ in range(rounds):
            await storage.search_index.take_in(batch)
        for words, rule in asked:
            ids = await storage.comments.matching(QueueFilter(words=words, rule=rule), first, 50)
            looked = await storage.comments.matching(ANY, first, 50)
            expected = [
                id_
                for id_, (text, rules) in zip(looked, written, strict=True)
                if (rule is None or rule in rules) and _says(text, words)
            ]
            assert ids == expected, (words, rule)


def _says(text: str, words: str) -> bool:
    asked = terms_of(words)
    return holds(terms_of(text), asked) if asked else not words.strip()
