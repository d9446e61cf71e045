"""What moderators ask for."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from service.domain.comment import Author, Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import RULES, Action, Standing
from service.domain.ports import Edit, Transaction
from service.storage import SqlStorage
from tests.storage.making import FIRST, LINKS, Maker, a_revision


async def texts(storage: SqlStorage, wanted: QueueFilter) -> Sequence[str]:
    found, following = await storage.comments.queue(wanted, None, 50)
    assert following is None
    return [one.revision.text for one in found]


async def test_the_queue_holds_what_waits_oldest_first(storage: SqlStorage, make: Maker) -> None:
    await make.comment(text="een", published=False)
    await make.comment(text="openbaar")
    await make.comment(text="twee", published=False)

    assert await texts(storage, QueueFilter(status=Status.PENDING)) == ["een", "twee"]


async def test_the_newest_come_first_when_asked(storage: SqlStorage, make: Maker) -> None:
    for text in ("een", "twee"):
        await make.comment(text=text)

    assert await texts(storage, QueueFilter(newest_first=True)) == ["twee", "een"]


@pytest.mark.parametrize("newest_first", [False, True])
async def test_pages_together_hold_every_comment_once(
    storage: SqlStorage, make: Maker, newest_first: bool
) -> None:
    made = [await make.comment(published=False) for _ in range(5)]
    wanted = QueueFilter(status=Status.PENDING, newest_first=newest_first)

    seen: list[int] = []
    after = None
    while True:
        page, after = await storage.comments.queue(wanted, after, 2)
        seen += [one.comment.id for one in page]
        if after is None:
            break

    assert seen == sorted((one.id for one in made), reverse=newest_first)


async def test_only_the_sites_one_may_see_are_shown(storage: SqlStorage, make: Maker) -> None:
    other = await make.site("other")
    own = await make.comment(text="hier")
    await make.comment(text="daar", site=other)

    assert await texts(storage, QueueFilter(site_ids=(own.site_id,))) == ["hier"]
    assert await texts(storage, QueueFilter(site_ids=(own.site_id, other.id))) == ["hier", "daar"]
    assert await texts(storage, QueueFilter(site_ids=())) == []


async def test_a_page_is_found_by_its_key_and_by_its_alias(
    storage: SqlStorage, make: Maker
) -> None:
    await make.comment("/a", text="a", aliases=("/old-a",))
    await make.comment("/b", text="b")

    assert await texts(storage, QueueFilter(thread="/a")) == ["a"]
    assert await texts(storage, QueueFilter(thread="/old-a")) == ["a"]


async def test_a_rule_is_looked_for_in_the_newest_revision(
    storage: SqlStorage, make: Maker
) -> None:
    await make.comment(text="schoon", findings=[FIRST])
    comment = await make.comment(text="eerst", findings=[LINKS])
    decision = make.decision(
        comment, Action.PUBLISH, Standing(Status.APPROVED, 2), actor=RULES, revision=2
    )
    edit = Edit(comment, a_revision(2, "nu zonder", make.clock()), [], decision, comment.cluster)
    await make.comment(text="links", findings=[FIRST, LINKS])

    async def unit(tx: Transaction) -> None:
        await tx.edit(edit)

    await storage.write(unit)

    assert await texts(storage, QueueFilter(rule="many_links")) == ["links"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("GRATIS", ["Gratis geld!"]),
        ("geld gratis", ["Gratis geld!"]),
        ("gratis niets", []),
        ("café", ["In het CAFÉ"]),
        ("100%", ["100% zeker"]),
        ("0%z", []),
        ("a_b", ["a_b"]),
        ("c\\d", ["c\\d"]),
        ("' OR 1=1 --", []),
        ("", ["Gratis geld!", "In het CAFÉ", "100% zeker", "a_b", "axb", "c\\d"]),
    ],
)
async def test_words_are_found_in_any_case_and_mean_themselves(
    storage: SqlStorage, make: Maker, words: str, expected: list[str]
) -> None:
    for text in ("Gratis geld!", "In het CAFÉ", "100% zeker", "a_b", "axb", "c\\d"):
        await make.comment(text=text)

    assert await texts(storage, QueueFilter(words=words)) == expected


async def test_an_author_is_found_by_name_or_address_in_any_case(
    storage: SqlStorage, make: Maker
) -> None:
    await make.comment(text="een", author=Author("José", "jose@example.nl"))
    await make.comment(text="twee", author=Author("Josephine", None))
    await make.comment(text="drie", author=Author(None, "JOSE@example.nl"))

    assert await texts(storage, QueueFilter(author="JOSÉ")) == ["een"]
    assert await texts(storage, QueueFilter(author="Jose@Example.nl")) == ["een", "drie"]


async def test_filters_hold_together(storage: SqlStorage, make: Maker) -> None:
    await make.comment("/a", text="links hier", published=False)
    await make.comment("/b", text="links daar", published=False)
    wanted = QueueFilter(
        status=Status.PENDING, rule="many_links", words="links", thread="/a", author="jan"
    )

    assert await texts(storage, wanted) == ["links hier"]


async def test_a_comment_comes_with_the_record_of_its_author(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(published=False, proof="p" * 64)
    await make.approve(comment)

    found, _ = await storage.comments.queue(QueueFilter(), None, 10)

    identity = await storage.identities.by_proof(comment.site_id, "device", "p" * 64)
    assert identity is not None
    assert found[0].identity == identity == replace(identity, approved=1)


async def test_a_comment_that_is_not_there_is_not_reviewed(storage: SqlStorage) -> None:
    assert await storage.comments.reviewed("nothing") is None
    assert await storage.comments.by_public_id("nothing") is None


async def test_the_most_suspicious_come_first_when_asked(storage: SqlStorage, make: Maker) -> None:
    for text, suspicion in (("a", 100), ("b", 900), ("c", 100), ("d", 500)):
        await make.comment(text=text, suspicion=suspicion, published=False)
    await make.comment(text="openbaar", suspicion=999)
    wanted = QueueFilter(status=Status.PENDING)

    seen: list[str] = []
    after = None
    while True:
        page, after = await storage.comments.suspects(wanted, after, 2)
        seen += [one.revision.text for one in page]
        if after is None:
            break

    assert seen == ["b", "d", "a", "c"]
